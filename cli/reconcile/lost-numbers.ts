import { z } from 'zod';
import type { Configuration } from '../../config/schema';
import { connectRedis, type Redis } from '../../platform/redis/redis';
import { createLogger } from '../../platform/telemetry/logger';

/** Entries of the stream in one answer, about 300 kB. */
const entriesPerRead = 1_000;
/** Another shop waits for the same Redis. */
const commandTimeoutMs = 10_000;

const eventSchema = z.object({
  subject: z.string(),
  data: z.object({ number: z.string() }),
});

/** The numbers of these orders in the stream's events, by their ids. */
export async function numbersInStream(
  redis: Redis,
  streamKey: string,
  orderIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const numbers = new Map<string, string>();
  let after = '-';
  for (;;) {
    const entries = await redis.xrange(streamKey, after, '+', 'COUNT', entriesPerRead);
    for (const [id, [, text = '']] of entries) {
      after = `(${id}`;
      const { subject, data } = eventSchema.parse(JSON.parse(text));
      if (orderIds.has(subject)) numbers.set(subject, data.number);
    }
    if (entries.length < entriesPerRead) return numbers;
  }
}

/**
 * The numbers of these orders that the event stream still has. A Redis that the shop starts itself
 * keeps nothing over a stop, so only a configured one is read.
 * @throws Error if it cannot be reached.
 */
export async function lostNumbers(
  { redis: servers, events, log }: Configuration,
  orderIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const { url } = servers;
  if (url === null || orderIds.size === 0) return new Map();
  const logger = createLogger({ ...log, level: 'fatal', name: 'reconcile' });
  const redis = await connectRedis({ ...servers, url, logger, commandTimeoutMs });
  try {
    return await numbersInStream(redis, events.streamKey, orderIds);
  } finally {
    redis.disconnect();
  }
}
