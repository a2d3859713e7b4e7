import { type Counts, evidence, rejectionAt } from './sequential-test';

/**
 * Counts of the outcomes of one version. Readings of a gateway count slow operations; the sampling
 * turns them into windows.
 */
export interface Sample {
  /** Requests that failed. */
  readonly errors: Counts;
  /** Windows in which most reads took longer than their objective allows. */
  readonly slow: Counts;
  /** Mutations that failed. They count by themselves, because few requests place orders. */
  readonly orderErrors: Counts;
  /** Windows in which most mutations took longer than the objective of orders allows. */
  readonly slowOrders: Counts;
  /** Windows in which the event loop was blocked for longer than is allowed. */
  readonly blocked: Counts;
  /** Windows in which it answered much more slowly than the previous version. */
  readonly slower: Counts;
  /** Moments of each operation; what each adds to `bad` is a share of pairs of answers. */
  readonly operations: ReadonlyMap<string, Counts>;
}

export interface Gate {
  readonly name: string;
  readonly countsOf: (sample: Sample) => Counts;
  /** The share of bad outcomes that every version may have. */
  readonly toleratedShare: number;
  /** The smallest increase in the share of bad outcomes that the test must detect. */
  readonly excessShare: number;
  /** The share of the false alarms that this gate may cause. */
  readonly alarmShare: number;
  /** Whether counting restarts with each step; counts about a process span the release. */
  readonly isPerStep: boolean;
}

export const gates: readonly Gate[] = [
  {
    name: 'errors',
    countsOf: ({ errors }) => errors,
    toleratedShare: 0.002,
    excessShare: 0.028,
    alarmShare: 0.25,
    isPerStep: true,
  },
  {
    name: 'slow moments',
    countsOf: ({ slow }) => slow,
    toleratedShare: 0.05,
    excessShare: 0.3,
    alarmShare: 0.25,
    isPerStep: true,
  },
  {
    name: 'errors of orders and other mutations',
    countsOf: ({ orderErrors }) => orderErrors,
    toleratedShare: 0.002,
    excessShare: 0.028,
    alarmShare: 0.1,
    isPerStep: true,
  },
  {
    name: 'slow moments of orders and other mutations',
    countsOf: ({ slowOrders }) => slowOrders,
    toleratedShare: 0.05,
    excessShare: 0.3,
    alarmShare: 0.1,
    isPerStep: true,
  },
  {
    name: 'moments with a blocked event loop',
    countsOf: ({ blocked }) => blocked,
    toleratedShare: 0.05,
    excessShare: 0.3,
    alarmShare: 0.1,
    isPerStep: false,
  },
  {
    name: 'windows with slower answers than the previous version',
    countsOf: ({ slower }) => slower,
    toleratedShare: 0.05,
    excessShare: 0.45,
    alarmShare: 0.1,
    isPerStep: false,
  },
];

/**
 * Each operation is compared with itself in the previous version. Of two answers of equal versions,
 * that of the new one is the slower one in at most half of the pairs.
 */
export const operationGate = {
  expected: 0.5,
  suspected: 0.85,
  /** The share of the false alarms that all operations together may cause. */
  alarmShare: 0.1,
  /** The number of operations among which it is divided. */
  operationsMax: 50,
} as const;

/** The probability that a version as good as the previous one is rolled back. */
export const falseAlarmRate = 0.01;

/** The new version may have this many times the share of bad outcomes of the old one. */
const toleranceFactor = 2;
const highestExpectedShare = 0.5;

export interface Rejection {
  readonly gate: string;
  readonly counts: Counts;
  readonly expectedShare: number;
}

/** The share of bad outcomes that the new version may have, given those of the previous one. */
function expectedShareOf(gate: Gate, before: Counts): number {
  const share = before.all === 0 ? 0 : before.bad / before.all;
  return Math.min(Math.max(gate.toleratedShare, toleranceFactor * share), highestExpectedShare);
}

/** Why an operation of the new version is too slow; null if none is so far. */
function judgeOperations({ operations }: Sample): Rejection | null {
  const { expected, suspected, alarmShare, operationsMax } = operationGate;
  const limit = rejectionAt((falseAlarmRate * alarmShare) / operationsMax);
  for (const [operation, counts] of [...operations].slice(0, operationsMax)) {
    if (evidence(counts, { expected, suspected }) < limit) continue;
    const gate = `moments with slower answers of ${operation} than those of the previous version`;
    const bad = Math.round(counts.bad);
    return { gate, counts: { bad, all: counts.all }, expectedShare: expected };
  }
  return null;
}

/**
 * Compares the new version, since a step began, with the previous one, since the release began.
 * @param tests the number of steps of the release; each begins the tests again.
 * @returns why it must be rolled back; null if there is no such evidence so far.
 */
export function judge(after: Sample, before: Sample, tests: number): Rejection | null {
  for (const gate of gates) {
    const counts = gate.countsOf(after);
    if (counts.bad === 0) continue;
    const limit = rejectionAt((falseAlarmRate * gate.alarmShare) / (gate.isPerStep ? tests : 1));
    const expectedShare = expectedShareOf(gate, gate.countsOf(before));
    const suspected = expectedShare + gate.excessShare;
    if (evidence(counts, { expected: expectedShare, suspected }) >= limit) {
      return { gate: gate.name, counts, expectedShare };
    }
  }
  return judgeOperations(after);
}
