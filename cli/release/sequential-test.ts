/** Outcomes of requests: how many there were, and how many of them were bad. */
export interface Counts {
  readonly bad: number;
  readonly all: number;
}

export const noCounts: Counts = { bad: 0, all: 0 };

/** Two shares of bad outcomes to decide between. */
export interface Hypotheses {
  /** The share of bad outcomes of a good version. */
  readonly expected: number;
  /** The share of a version that must not be released; greater than `expected`. */
  readonly suspected: number;
}

/**
 * Wald's sequential probability ratio: how much better the suspected share explains the outcomes
 * than the expected one, as a logarithm.
 */
export function evidence({ bad, all }: Counts, { expected, suspected }: Hypotheses): number {
  const good = all - bad;
  return bad * Math.log(suspected / expected) + good * Math.log((1 - suspected) / (1 - expected));
}

/**
 * The evidence at which a version is rejected. The probability that a version with the expected
 * share ever reaches it is at most `falseAlarmRate`, however long it is watched (Ville's
 * inequality).
 */
export const rejectionAt = (falseAlarmRate: number): number => -Math.log(falseAlarmRate);
