import { z } from 'zod';
import { secretSchema } from './secrets';

const count = (least: number, most: number) => z.int().min(least).max(most);

/** What other systems may read of what happens here. */
export const eventsSchema = z
  .strictObject({
    streamKey: z.string().min(1).default('orders:events').describe('the Redis Stream of events'),
    streamHours: count(1, 8_760).default(24).describe('hours until an event leaves the stream'),
    streamEventsMax: count(1, 1e8)
      .default(100_000)
      .describe('events in the stream, however young: Redis keeps them in memory'),
  })
  .prefault({});

// Given by the environment they are text.
const pauseSeconds = z.coerce.number().min(0.01).max(2_592_000);

export const webhooksSchema = z
  .strictObject({
    allowPrivateTargets: z
      .boolean()
      .optional()
      .describe('whether they may lead to this machine and its network; not in production'),
    secretKey: secretSchema('webhooks.secretKey').describe(
      'seals the signing secrets that are kept',
    ),
    retrySeconds: z
      .array(pauseSeconds)
      .max(20)
      .default([5, 30, 120, 600, 3_600])
      .describe('pauses after the first failures'),
    retryEverySeconds: pauseSeconds.default(21_600).describe('the pause after all the others'),
    giveUpSeconds: pauseSeconds
      .default(259_200)
      .describe('until a delivery has failed, and an endpoint that accepts nothing is disabled'),
    deadlineMs: count(10, 60_000).default(5_000).describe('for one attempt'),
    concurrencyPerEndpoint: count(1, 64).default(4).describe('attempts under way at an endpoint'),
    logDays: count(1, 3_650).default(30).describe('days until a delivery leaves the log'),
  })
  .prefault({});
