import { z } from 'zod';
import { withoutTrailingSlashes } from '../platform/config/origin';

const collector = (where: string) =>
  z
    .url({ protocol: /^https?$/ })
    .transform(withoutTrailingSlashes)
    .nullable()
    .default(null)
    .describe(where);

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export const logSchema = z
  .strictObject({
    level: z.enum(logLevels).default('info').describe('what is written'),
    modules: z
      .record(z.string(), z.enum(logLevels))
      .default({})
      .describe('levels of single modules, such as `{gateway: debug}`; the others have log.level'),
    pretty: z.boolean().optional().describe('lines for people; on in development only'),
  })
  .prefault({});

/** Where traces and logs go, besides standard output. */
export const telemetrySchema = z
  .strictObject({
    tracing: z
      .strictObject({
        endpoint: collector('where traces go, by OTLP/HTTP: its /v1/traces; off without one'),
        ratio: z.number().min(0).max(1).default(0.1).describe('of all traces, so many'),
      })
      .prefault({}),
    logs: z
      .strictObject({
        endpoint: collector('where log lines go too, besides standard output'),
        protocol: z
          .enum(['otlp', 'loki'])
          .default('otlp')
          .describe("how: OTLP/HTTP to its /v1/logs, or Loki's push to its /loki/api/v1/push"),
      })
      .prefault({}),
    profiles: z
      .strictObject({
        eventLoopDelayMs: z
          .int()
          .min(1)
          .max(60_000)
          .nullable()
          .default(400)
          .describe(
            'an event loop late by more, for 5 to 10 s, is profiled by itself; null: never',
          ),
        pauseMinutes: z
          .int()
          .min(1)
          .max(10_080)
          .default(15)
          .describe('minutes between two profiles that a process takes by itself'),
        folder: z
          .string()
          .min(1)
          .optional()
          .describe('where they are kept; `profiles` in dataFolder without one'),
        filesMax: z.int().min(1).max(1_000).default(20).describe('how many; the oldest go first'),
      })
      .prefault({}),
  })
  .prefault({});

export const backupsSchema = z
  .strictObject({
    stateFile: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe('JSON file in which backups write when each room was last backed up'),
  })
  .prefault({});
