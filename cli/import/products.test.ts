import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { columnMap } from './columns';
import { importProductsFrom } from './products';
import { refusedRows } from './refused';
import type { Ask } from './rooms';
import { sourceFiles } from './source';

const folder = folderForFile();

/** What the room takes in one call. */
const rowsMax = 5_000;

it('brings more products than the room takes in one call', async () => {
  const file = path.join(folder, 'catalogue.csv');
  const skus = Array.from({ length: 12_000 }, (_, index) => `SKU-${index}`);
  writeFileSync(file, ['sku,name,price', ...skus.map((sku) => `${sku},Mug,2.50`)].join('\n'));
  const brought: string[] = [];
  const inventory = (async (_query: string, variables: { products: { sku: string }[] }) => {
    const { products } = variables;
    if (products.length > rowsMax) throw new Error(`\`products\` takes up to ${rowsMax}.`);
    brought.push(...products.map(({ sku }) => sku));
    return { importProducts: { created: products.length, updated: 0, refused: [] } };
  }) as unknown as Ask;
  const refused = refusedRows(path.join(folder, 'refused.csv'));
  const rooms = { dataFolder: folder, inventory, users: inventory, orders: inventory };
  const files = await sourceFiles([file]);
  const job = { rooms, files, map: columnMap([]), currency: 'GBP', refused };
  const counts = await importProductsFrom(job);
  await refused.close();
  expect(counts).toContainEqual(['products created', skus.length]);
  expect(brought).toEqual(skus);
});
