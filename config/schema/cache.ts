import { z } from 'zod';
import { count } from './values';

const answersSchema = z
  .strictObject({
    catalogueSeconds: count(0, 3_600)
      .default(2)
      .describe(
        'how long the gateway keeps answers with public fields of products only, unless a ' +
          'product changes; 0: it keeps none',
      ),
    stockMs: count(0, 1_000)
      .default(1_000)
      .describe('how long it keeps answers with `available`; 0: it keeps none'),
  })
  .prefault({});

const dataSchema = z
  .strictObject({
    memory: z
      .boolean()
      .default(true)
      .describe('keeps rows of the catalogue and warehouses in the memory of inventory'),
    redis: z
      .boolean()
      .default(false)
      .describe(
        'shares these rows between processes in Redis, which spares PostgreSQL statements but costs ' +
          'more CPU than they do',
      ),
    rowSeconds: count(0, 86_400)
      .default(300)
      .describe(
        'how long a cached product or warehouse is kept, less up to a fifth; 0 caches none',
      ),
    absentSeconds: count(0, 3_600)
      .default(30)
      .describe('how long inventory remembers that a product or warehouse does not exist'),
    checkMs: count(0, 1_000)
      .default(500)
      .describe('how long inventory may use cached rows without asking the database for changes'),
  })
  .prefault({});

export const cacheSchema = z
  .strictObject({
    catalogueSeconds: count(0, 86_400)
      .default(60)
      .describe(
        'how long browsers and shared caches may keep answers with public fields of products only; ' +
          'with `available` at most 1 s',
      ),
    answers: answersSchema,
    data: dataSchema,
  })
  .prefault({});
