import { randomUUID } from 'node:crypto';
import type { Result } from 'ioredis';
import type { Logger } from 'pino';
import { outageLog } from '../telemetry/outage-log';
import { msPerSecond } from '../values/time';
import type { Redis } from './client';
import { isCluster, slotOf } from './cluster';
import { type Count, countersInMemory, type Increment } from './counters-in-memory';

/** Counters in fixed windows of a minute by default; each window starts with its first point. */
export interface RateCounters {
  /** Adds to all counters in one round trip. */
  add(increments: readonly Increment[]): Promise<readonly Count[]>;
  /** The time in which no count of any process can have been lost, in milliseconds. */
  completeForMs(): number;
}

export interface RateCountersOptions {
  /** The Redis that has the counters if more than one process counts; null: in memory. */
  readonly redis: Redis | null;
  /** Precedes each key in Redis. */
  readonly keyPrefix: string;
  /**
   * The largest number of counters in memory, 200 bytes each; the least used are forgotten first.
   */
  readonly countersMax: number;
  readonly logger: Logger;
}

/** Rates are counted in windows of this length. */
export const rateWindowSeconds = 60;

const windowMs = rateWindowSeconds * msPerSecond;

/**
 * Counts the keys that have a window and points. One more key may follow: it never expires and has
 * the name of this memory, which changes when Redis was emptied. That closes no connection.
 * A negative window begins again with each point. No counter ends later than one window from now:
 * Redis ends keys by its clock, and when that is set back, a minute would last as long as that.
 */
const countScript = `
local counts = {}
local counted = math.floor(#ARGV / 2)
for place = 1, counted do
  local key = KEYS[place]
  local points = tonumber(ARGV[2 * place])
  local used
  if points == 0 then
    used = tonumber(redis.call('get', key) or 0)
  else
    used = redis.call('incrby', key, points)
  end
  local left = redis.call('pttl', key)
  local window = tonumber(ARGV[2 * place - 1])
  local longest = math.abs(window)
  if left < 0 or left > longest or (window < 0 and points ~= 0) then
    left = longest
    redis.call('pexpire', key, left)
  end
  counts[2 * place - 1] = used
  counts[2 * place] = left
end
local memory = KEYS[counted + 1]
if memory then
  local name = redis.call('get', memory)
  if not name then
    name = ARGV[2 * counted + 1]
    redis.call('set', memory, name)
  end
  counts[2 * counted + 1] = name
end
return counts
`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countRates(
      keyCount: number,
      ...input: (string | number)[]
    ): Result<(number | string)[], Context>;
  }
}

type Add = (increments: readonly Increment[]) => Promise<readonly Count[]>;

/**
 * One server has the names of the previous version; a cluster has names of its own. In a cluster, no
 * single key has the slot of every counter, so a node that was emptied is not noticed.
 * @param onEmptied called if Redis was emptied, or may have been, since a counter that slides was last
 * asked for.
 */
function countersInRedis(redis: Redis, keyPrefix: string, onEmptied: () => void) {
  redis.defineCommand('countRates', { lua: countScript });
  const nameOf = isCluster(redis)
    ? ({ key, group }: Increment) =>
        group === undefined ? `${keyPrefix}${key}` : `{${group}}${keyPrefix}${key}`
    : ({ key }: Increment) => `${keyPrefix}${key}`;
  let known: string | undefined;
  const notice = (memory: string): void => {
    if (memory !== known) onEmptied();
    known = memory;
  };
  const add: Add = async (increments) => {
    const keys = increments.map(nameOf);
    const each = increments.flatMap(({ points, windowMs: own = windowMs, slides }) => [
      slides ? -own : own,
      points,
    ]);
    const asksMemory = !isCluster(redis) && increments.some(({ slides }) => slides);
    const all = asksMemory ? [...keys, `${keyPrefix}memory`] : keys;
    const newName = asksMemory ? [randomUUID()] : [];
    const counts = await redis.countRates(all.length, ...all, ...each, ...newName);
    if (asksMemory) notice(String(counts.at(-1)));
    return keys.map((_, place) => ({
      used: Number(counts[2 * place]),
      msLeft: Number(counts[2 * place + 1]),
    }));
  };
  return { add, slotOf: (increment: Increment) => slotOf(nameOf(increment)) };
}

/** Counts those of each slot by themselves: a command has keys of one slot. */
const bySlot =
  (add: Add, slotOf: (increment: Increment) => number): Add =>
  async (increments) => {
    const groups = Map.groupBy(increments, slotOf);
    if (groups.size <= 1) return add(increments);
    const counted = new Map<Increment, Count>();
    const addGroup = async (group: readonly Increment[]) => {
      for (const [place, count] of (await add(group)).entries()) {
        counted.set(group[place] as Increment, count);
      }
    };
    await Promise.all([...groups.values()].map(addGroup));
    return increments.map((increment) => counted.get(increment) as Count);
  };

/**
 * A lost connection may mean a Redis that has lost its memory, and a failed command a count that only
 * this process has.
 */
function completeness(redis: Redis | null) {
  let sinceMs = performance.now();
  const restart = () => {
    sinceMs = performance.now();
  };
  for (const event of ['ready', 'close', '-node']) redis?.on(event, restart);
  return { restart, completeForMs: () => performance.now() - sinceMs };
}

/**
 * Exact across all processes that share a Redis. Without Redis, or while it is unavailable, each
 * process counts separately; in a cluster, only what a lost master counted.
 */
export function createRateCounters(options: RateCountersOptions): RateCounters {
  const { redis, keyPrefix, countersMax, logger } = options;
  const inMemory = countersInMemory(countersMax, windowMs);
  const { restart, completeForMs } = completeness(redis);
  if (!redis) return { add: async (increments) => inMemory(increments), completeForMs };
  const inRedis = countersInRedis(redis, keyPrefix, restart);
  const report = outageLog((error: unknown) =>
    logger.error({ err: error }, 'counting requests in memory: Redis unavailable'),
  );
  const add: Add = async (increments) => {
    try {
      return await inRedis.add(increments);
    } catch (error) {
      report(error);
      restart();
      return inMemory(increments);
    }
  };
  return { add: isCluster(redis) ? bySlot(add, inRedis.slotOf) : add, completeForMs };
}
