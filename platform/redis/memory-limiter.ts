import { type IRateLimiterOptions, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { msPerSecond } from '../values/time';
import { countersInMemory } from './counters-in-memory';

/**
 * The largest number of counters: about 4 MB for each limiter.
 * @exceeded the least used are forgotten first
 * @test platform/redis/memory-limiter.test.ts
 */
const limiterCountersMax = 20_000;

/**
 * Counts in memory if there is no Redis or it is unavailable. The library keeps a counter and a
 * timer for every address; this one evicts the least recently used. It extends RateLimiterMemory
 * because the library does not export the base class.
 */
export class MemoryLimiter extends RateLimiterMemory {
  private readonly counters: ReturnType<typeof countersInMemory>;

  constructor(options: IRateLimiterOptions, countersMax = limiterCountersMax) {
    super(options);
    this.counters = countersInMemory(countersMax, this.duration * msPerSecond);
  }

  /** Rejects with the count if it exceeds the limit, as the library does. */
  override async consume(key: string | number, points = 1): Promise<RateLimiterRes> {
    const counted = this.count(key, points);
    if (counted.consumedPoints > this.points) throw counted;
    return counted;
  }

  override penalty(key: string | number, points = 1): Promise<RateLimiterRes> {
    return Promise.resolve(this.count(key, points));
  }

  override reward(key: string | number, points = 1): Promise<RateLimiterRes> {
    return Promise.resolve(this.count(key, -points));
  }

  override get(key: string | number): Promise<RateLimiterRes> {
    return Promise.resolve(this.count(key, 0));
  }

  private count(key: string | number, points: number): RateLimiterRes {
    const [counted] = this.counters([{ key: String(key), points }]);
    if (counted === undefined) throw new Error('Each increment has a count.');
    const left = Math.max(0, this.points - counted.used);
    return new RateLimiterRes(left, counted.msLeft, counted.used, counted.used === points);
  }
}
