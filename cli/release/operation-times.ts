import type { Measured } from './metrics-text';
import { type Counts, noCounts } from './sequential-test';

/** The number of answers of each operation since the start of a gateway, by class of duration. */
export type OperationTimes = ReadonlyMap<string, readonly number[]>;

const bucket = 'gateway_operation_duration_seconds_bucket';
/** Nobody notices how much faster than this an answer is: all of them are in the first class. */
const noticedSeconds = 0.025;
/**
 * An answer is slower than another one if it is this many classes above it. The next class is not
 * enough: caches of a new version are empty, and its code is compiled bit by bit.
 */
const classesApart = 2;
const momentMs = 1_000;
/** The previous version's answers of this time are compared, because load changes. */
const comparedMs = 30_000;
/** A previous version that has had no answer for this long has lost its requests to the new one. */
const currentMs = 5_000;
/** Fewer answers of the previous version say too little about what is usual. */
const leastAnswers = 20;

/** @returns the differences between successive cumulative counts. */
const increments = (counts: readonly number[]): number[] =>
  counts.map((count, index) => count - (counts[index - 1] ?? 0));

/** Reads the histograms of a gateway. Operations without a registered name are one of each type. */
export function operationTimes(metrics: readonly Measured[]): OperationTimes {
  const cumulative = new Map<string, [seconds: number, count: number][]>();
  for (const { name, labels, value } of metrics) {
    const seconds = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
    if (name !== bucket || seconds < noticedSeconds) continue;
    const operation = `${labels.type} ${labels.operation}`;
    cumulative.set(operation, [...(cumulative.get(operation) ?? []), [seconds, value]]);
  }
  return new Map(
    [...cumulative].map(([operation, buckets]) => {
      const sorted = buckets.sort(([one], [other]) => one - other);
      return [operation, increments(sorted.map(([, count]) => count))];
    }),
  );
}

const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);

/**
 * The share of pairs of answers in which that of the new version is the slower one: Mann and
 * Whitney's statistic of the two samples, with a distance.
 */
export function slowerShare(after: readonly number[], before: readonly number[]): number {
  let pairs = 0;
  after.forEach((count, index) => {
    pairs += count * sum(before.slice(0, Math.max(index + 1 - classesApart, 0)));
  });
  return pairs / (sum(after) * sum(before));
}

interface Pair {
  readonly after: OperationTimes;
  readonly before: OperationTimes;
}

interface Answers {
  readonly atMs: number;
  readonly counts: readonly number[];
}

const since = (now: OperationTimes, earlier: OperationTimes, operation: string): number[] => {
  const before = earlier.get(operation) ?? [];
  const counts = now.get(operation) ?? [];
  return counts.map((count, index) => Math.max(count - (before[index] ?? 0), 0));
};

const added = (all: readonly Answers[]): number[] => {
  const total: number[] = [];
  for (const { counts } of all) {
    counts.forEach((count, index) => {
      total[index] = (total[index] ?? 0) + count;
    });
  }
  return total;
};

/**
 * Compares each operation of two versions moment by moment. A moment counts once however many
 * answers it has, because a stall makes all of them slow; what it adds is a share, so that the
 * counts are not whole.
 */
export class OperationMoments {
  readonly counts = new Map<string, Counts>();
  private readonly recent = new Map<string, Answers[]>();
  private began: Pair | null = null;
  private beganAtMs = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  look(pair: Pair): void {
    const { began } = this;
    const nowMs = this.now();
    if (began !== null && nowMs - this.beganAtMs < momentMs) return;
    if (began !== null) {
      for (const operation of pair.before.keys()) this.end(operation, began, pair, nowMs);
    }
    this.began = pair;
    this.beganAtMs = nowMs;
  }

  forget(): void {
    this.counts.clear();
    this.began = null;
  }

  private end(operation: string, began: Pair, pair: Pair, nowMs: number): void {
    const before = { atMs: nowMs, counts: since(pair.before, began.before, operation) };
    const recent = [...(this.recent.get(operation) ?? []), before].filter(
      ({ atMs }) => nowMs - atMs < comparedMs,
    );
    this.recent.set(operation, recent);
    const isCurrent = recent.some(
      ({ atMs, counts }) => nowMs - atMs < currentMs && sum(counts) > 0,
    );
    const after = since(pair.after, began.after, operation);
    const usual = added(recent);
    if (!isCurrent || sum(after) === 0 || sum(usual) < leastAnswers) return;
    const { bad, all } = this.counts.get(operation) ?? noCounts;
    this.counts.set(operation, { bad: bad + slowerShare(after, usual), all: all + 1 });
  }
}
