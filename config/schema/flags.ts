import { z } from 'zod';
import { withoutTrailingSlashes } from '../../platform/config/origin';
import { httpUrl } from './http-url';

/** The source of feature flags. */
export const flagsSchema = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe("JSON file of flags in flagd's format; if not set, config/flags.json"),
    flagd: z
      .strictObject({
        url: httpUrl()
          .transform(withoutTrailingSlashes)
          .nullable()
          .default(null)
          .describe('URL of a flagd (its OFREP port, 8016), used instead of the file'),
        deadlineMs: z.int().min(10).max(10_000).default(500).describe('deadline; then the default'),
        cacheMs: z.int().min(0).max(60_000).default(1_000).describe('time to cache a value'),
      })
      .prefault({}),
  })
  .prefault({});
