import { type Counts, noCounts } from './sequential-test';

/** What HAProxy reports about the response times of a server. */
export interface ResponseTimes {
  readonly requests: number;
  /** Mean over the latest requests, in which older ones count less and less. */
  readonly averageMs: number;
}

/**
 * TIME_STATS_SAMPLES of HAProxy: after this many requests, each one replaces its part of the sum.
 */
const haproxySamples = 512;
const kept = 1 - 1 / haproxySamples;
/**
 * The smallest number of requests in a window: HAProxy rounds to milliseconds, which is an error of
 * 51 ms in the mean of ten requests.
 */
const leastRequests = 10;
const windowMs = 5_000;
/** The new version may take this many times as long as the previous one, plus `excessMsMax`. */
const factorMax = 2;
/** The time that the new version may take beyond `factorMax` times that of the previous one. */
const excessMsMax = 100;

const sumOf = ({ requests, averageMs }: ResponseTimes): number =>
  averageMs * Math.min(requests, haproxySamples);

/** @returns the mean response time of the requests between two readings, in milliseconds. */
export function meanBetween(earlier: ResponseTimes, later: ResponseTimes): number {
  const count = later.requests - earlier.requests;
  const share = later.requests <= haproxySamples ? 1 : kept ** count;
  const weight = share === 1 ? count : haproxySamples * (1 - share);
  return Math.max(sumOf(later) - sumOf(earlier) * share, 0) / weight;
}

interface Pair {
  readonly after: ResponseTimes;
  readonly before: ResponseTimes;
}

/** Counts windows of time; one is bad if the new version was much slower in it. */
export class SlowerWindows {
  counts: Counts = noCounts;
  private began: Pair | null = null;
  private beganAtMs = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Ends the window, unless one of the versions has too few requests: then it becomes longer. */
  look(pair: Pair): void {
    const { began } = this;
    if (began === null) return this.begin(pair);
    const counts = [pair.after.requests - began.after.requests];
    counts.push(pair.before.requests - began.before.requests);
    const isOver = this.now() - this.beganAtMs >= windowMs;
    if (!isOver || Math.min(...counts) < leastRequests) return;
    const [after, before] = [
      meanBetween(began.after, pair.after),
      meanBetween(began.before, pair.before),
    ];
    const isBad = after > factorMax * before + excessMsMax;
    this.counts = { bad: this.counts.bad + (isBad ? 1 : 0), all: this.counts.all + 1 };
    this.begin(pair);
  }

  forget(): void {
    this.counts = noCounts;
    this.began = null;
  }

  private begin(pair: Pair): void {
    this.began = pair;
    this.beganAtMs = this.now();
  }
}
