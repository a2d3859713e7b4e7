import { z } from 'zod';

export const cacheSchema = z
  .strictObject({
    catalogueSeconds: z
      .int()
      .min(0)
      .max(86_400)
      .default(60)
      .describe(
        'how long browsers and shared caches may keep answers with public fields of products only; ' +
          'with `available` at most 1 s',
      ),
  })
  .prefault({});
