import { z } from 'zod';
import { httpUrl, serverUrl } from './http-url';
import { authorityFileSchema } from './tls';
import { count, text } from './values';

/** Replaced by the id of an order in the URL of a page with its traces. */
export const orderPlaceholder = '{order}';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export const logSchema = z
  .strictObject({
    level: z.enum(logLevels).default('info').describe('lowest level that is logged'),
    modules: z
      .record(z.string(), z.enum(logLevels))
      .default({})
      .describe('levels of single modules, such as `{gateway: debug}`; all others use log.level'),
    pretty: z.boolean().optional().describe('human-readable lines; default on in development'),
  })
  .prefault({});

/** Where traces and logs are sent, besides standard output. */
export const telemetrySchema = z
  .strictObject({
    authorityFile: authorityFileSchema,
    instance: text
      .max(100)
      .nullable()
      .default(null)
      .describe('name of this process among several of its kind, in log lines'),
    tracing: z
      .strictObject({
        endpoint: serverUrl().describe(
          'URL to which traces are sent, by OTLP/HTTP at /v1/traces; if not set, off',
        ),
        ratio: z.number().min(0).max(1).default(0.1).describe('share of traces to record'),
        viewer: httpUrl()
          .refine((url) => url.includes(orderPlaceholder), `contains ${orderPlaceholder}`)
          .nullable()
          .default(null)
          .describe(
            'URL of a page with the traces of an order, in which {order} is replaced by its id; the console links to it',
          ),
      })
      .prefault({}),
    logs: z
      .strictObject({
        endpoint: serverUrl().describe('URL to which log lines are sent, besides standard output'),
        protocol: z
          .enum(['otlp', 'loki'])
          .default('otlp')
          .describe("protocol: OTLP/HTTP at /v1/logs, or Loki's push API at /loki/api/v1/push"),
      })
      .prefault({}),
    profiles: z
      .strictObject({
        eventLoopDelayMs: count(1, 60_000)
          .nullable()
          .default(400)
          .describe(
            'an event loop late by more for 5 to 10 s is profiled automatically; null: never',
          ),
        pauseMinutes: count(1, 10_080)
          .default(15)
          .describe('min pause between two automatic profiles of a process'),
        folder: text
          .optional()
          .describe('folder of profiles; if not set, `profiles` in dataFolder'),
        filesMax: count(1, 1_000).default(20).describe('max files; oldest go first'),
      })
      .prefault({}),
  })
  .prefault({});
