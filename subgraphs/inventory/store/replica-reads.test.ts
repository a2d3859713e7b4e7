import { beforeEach, expect, test } from 'vitest';
import type { Queryable } from '../../../platform/database/pool';
import { databaseForFile } from '../../../platform/testing/database';
import { availableLagMsMax } from './available';
import { inventoryDatabase } from './database';
import { bySku, productLists } from './product-list';
import { stockLevelStore } from './stock-levels';

const database = databaseForFile('inventory');

/** The oldest data that each read would take; null for the limit of the configuration. */
const lags: (number | null)[] = [];
beforeEach(() => void lags.splice(0));

const reads = (lagMsMax: number | null): Queryable => ({
  query: (statement) => {
    lags.push(lagMsMax);
    return database.pool.query(statement);
  },
});
const replicaReads = { ...reads(null), within: reads };

const every = {
  search: null,
  skus: null,
  active: null,
  inStock: null,
  low: false,
  currency: null,
  priceMin: null,
  priceMax: null,
};
const firstPage = { first: 5, after: null };

test('what is available comes from a replica that is less than a second behind', async () => {
  const opened = inventoryDatabase(database.pool);
  await stockLevelStore({ ...opened, replicaReads }).availableBySku(['A-1']);
  expect(lags).toEqual([availableLagMsMax]);
  expect(availableLagMsMax).toBe(1_000);
});

test.each([
  ['every product', {}, {}, null],
  ['products in stock', { inStock: true }, {}, availableLagMsMax],
  ['products that run low', { low: true }, {}, availableLagMsMax],
  ['products with what is available', {}, { available: true }, availableLagMsMax],
])(
  'the list of %s is as fresh as its columns and conditions need',
  async (_name, conditions, extras, lag) => {
    const lists = productLists(replicaReads);
    const { count } = await lists.page({ ...every, ...conditions }, bySku, firstPage, extras);
    await count();
    expect(new Set(lags)).toEqual(new Set([lag]));
  },
);
