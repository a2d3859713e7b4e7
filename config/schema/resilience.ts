import { z } from 'zod';
import { defaultResilience } from '../../platform/resilience/resilience-settings';
import { count } from './values';

/** How a process treats those that it calls when they fail or do not answer. */
export const resilienceSchema = z
  .strictObject({
    silenceMs: count(100, 60_000)
      .default(defaultResilience.silenceMs)
      .describe(
        'time without an answer to open calls after which a service is asked whether it is ready; it is not called if it does not say so within 1.5 s',
      ),
    retriesPercent: count(0, 100)
      .default(defaultResilience.retriesPercent)
      .describe('reads that may be sent to another instance, per hundred calls of a service'),
    breakerFailures: count(1, 10_000)
      .default(defaultResilience.breakerFailures)
      .describe(
        'consecutive failed calls after which a payment provider or inventory is not called',
      ),
    breakerPauseMs: count(100, 60_000)
      .default(defaultResilience.breakerPauseMs)
      .describe('time for which it is not called, before one call tries'),
  })
  .prefault({});
