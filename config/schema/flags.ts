import { z } from 'zod';
import { serverUrl } from './http-url';
import { count, optionalText } from './values';

/** The source of feature flags. */
export const flagsSchema = z
  .strictObject({
    file: optionalText.describe(
      "JSON file of flags in flagd's format; if not set, config/flags.json",
    ),
    flagd: z
      .strictObject({
        url: serverUrl().describe(
          'URL of a flagd (its OFREP port, 8016), used instead of the file',
        ),
        deadlineMs: count(10, 10_000).default(500).describe('deadline; then the default'),
        cacheMs: count(0, 60_000).default(1_000).describe('time to cache a value'),
      })
      .prefault({}),
  })
  .prefault({});
