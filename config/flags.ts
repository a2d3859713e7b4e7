import { z } from 'zod';
import { withoutTrailingSlashes } from '../platform/config/origin';

/** Where feature flags come from. */
export const flagsSchema = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe('JSON file of flags as flagd reads them; config/flags.json without one'),
    flagd: z
      .strictObject({
        url: z
          .url({ protocol: /^https?$/ })
          .transform(withoutTrailingSlashes)
          .nullable()
          .default(null)
          .describe('a flagd (its OFREP port, 8016), which is asked instead of the file'),
        deadlineMs: z.int().min(10).max(10_000).default(500).describe('until defaults hold'),
        cacheMs: z.int().min(0).max(60_000).default(1_000).describe('an answer is kept for'),
      })
      .prefault({}),
  })
  .prefault({});
