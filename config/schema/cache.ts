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
    answers: z
      .strictObject({
        catalogueSeconds: z
          .int()
          .min(0)
          .max(3_600)
          .default(10)
          .describe(
            'how long the gateway keeps answers with public fields of products only, unless a ' +
              'product changes; 0: it keeps none',
          ),
        stockMs: z
          .int()
          .min(0)
          .max(1_000)
          .default(1_000)
          .describe('how long it keeps answers with `available`; 0: it keeps none'),
      })
      .prefault({}),
  })
  .prefault({});
