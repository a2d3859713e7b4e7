/** The factor between consecutive rates of the search, until one fails. */
const growth = 1.5;
/**
 * The number of times that the interval with the breaking point is halved: three leave a sixteenth
 * of the rate.
 */
const halvings = 3;

export interface BreakingRate {
  /** The highest rate at which all objectives were met; null if the first one already failed. */
  readonly holds: number | null;
  /** The lowest rate at which an objective was missed; null if none was found. */
  readonly breaks: number | null;
}

export interface RateSearch {
  readonly first: number;
  readonly max: number;
  /** Whether all objectives are met at a rate. */
  readonly holdsAt: (rate: number) => Promise<boolean>;
}

/**
 * Raises the rate until an objective is missed, then halves the interval in which that happened.
 */
export async function findBreakingRate({ first, max, holdsAt }: RateSearch): Promise<BreakingRate> {
  let holds: number | null = null;
  let breaks: number | null = null;
  for (let rate = first; breaks === null && rate <= max; rate *= growth) {
    if (await holdsAt(rate)) holds = rate;
    else breaks = rate;
  }
  if (holds === null || breaks === null) return { holds, breaks };
  for (let halving = 0; halving < halvings; halving += 1) {
    const rate: number = (holds + breaks) / 2;
    if (await holdsAt(rate)) holds = rate;
    else breaks = rate;
  }
  return { holds, breaks };
}
