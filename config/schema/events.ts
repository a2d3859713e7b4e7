import { z } from 'zod';
import { secretSchema } from './secrets';
import { count, text } from './values';

/** The stream of events for other systems. */
export const eventsSchema = z
  .strictObject({
    streamKey: text.default('orders:events').describe('key of the Redis Stream'),
    streamHours: count(1, 8_760).default(24).describe('how long the stream keeps an event'),
    streamEventsMax: count(1, 1e8)
      .default(100_000)
      .describe('max events in the stream, because Redis keeps them in memory'),
  })
  .prefault({});

// Environment variables give numbers as text.
const pauseSeconds = z.coerce.number().min(0.01).max(2_592_000);

export const webhooksSchema = z
  .strictObject({
    allowPrivateTargets: z
      .boolean()
      .optional()
      .describe('whether targets may be on this machine or its network; rejected in production'),
    secretKey: secretSchema('webhooks.secretKey').describe('encrypts the stored signing secrets'),
    retrySeconds: z
      .array(pauseSeconds)
      .max(20)
      .default([5, 30, 120, 600, 3_600])
      .describe('pauses after the first failures, in order'),
    retryEverySeconds: pauseSeconds.default(21_600).describe('pause after each further failure'),
    giveUpSeconds: pauseSeconds
      .default(259_200)
      .describe('time until a delivery is FAILED and an endpoint that accepts nothing is disabled'),
    deadlineMs: count(10, 60_000).default(5_000).describe('deadline of an attempt'),
    concurrencyPerEndpoint: count(1, 64).default(4).describe('max concurrent attempts'),
    logDays: count(1, 3_650).default(30).describe('how long deliveries are stored'),
  })
  .prefault({});
