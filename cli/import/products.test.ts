import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { columnMap, requiredFields } from './columns';
import { checkFiles } from './job';
import { importProductsFrom } from './products';
import { refusedRows } from './refused';
import type { Ask } from './rooms';
import { sourceFiles } from './source';

const folder = folderForFile();

/** What the room takes in one call. */
const rowsMax = 5_000;

/** The SKUs that an import of the file brings, and its rejected rows. */
async function imported(file: string, signal = new AbortController().signal) {
  const brought: string[] = [];
  const names: string[] = [];
  const inventory = (async (
    _query: string,
    variables: { products: { sku: string; name: string }[] },
  ) => {
    const { products } = variables;
    if (products.length > rowsMax) throw new Error(`\`products\` takes up to ${rowsMax}.`);
    brought.push(...products.map(({ sku }) => sku));
    names.push(...products.map(({ name }) => name));
    return { importProducts: { created: products.length, updated: 0, refused: [] } };
  }) as unknown as Ask;
  const refused = refusedRows(path.join(folder, 'refused.csv'));
  const rooms = { dataFolder: folder, inventory, users: inventory, orders: inventory };
  const job = { files: await sourceFiles([file]), map: columnMap([]), currency: 'GBP' };
  await checkFiles(job, requiredFields.products);
  await importProductsFrom({ ...job, rooms, refused, signal });
  await refused.close();
  return { brought, names, counts: refused.counts };
}

it('brings more products than the room takes in one call', async () => {
  const file = path.join(folder, 'catalogue.csv');
  const skus = Array.from({ length: 12_000 }, (_, index) => `SKU-${index}`);
  writeFileSync(file, ['sku,name,price', ...skus.map((sku) => `${sku},Mug,2.50`)].join('\n'));
  expect((await imported(file)).brought).toEqual(skus);
});

it('brings the first of rows with one date, also of different calls', async () => {
  const file = path.join(folder, 'repeated.csv');
  const rows = ['First', ...Array<string>(2 * rowsMax).fill('Later')];
  writeFileSync(file, ['sku,name,price', ...rows.map((name) => `MUG,${name},1`)].join('\n'));
  expect((await imported(file)).names).toEqual(['First']);
});

it('writes nothing once it is stopped', async () => {
  const file = path.join(folder, 'stopped.csv');
  writeFileSync(file, 'sku,name,price\nMUG,Mug,2.50');
  await expect(imported(file, AbortSignal.abort())).rejects.toThrow('aborted');
});

it('rejects a row of JSON Lines that lacks a field, and takes the others', async () => {
  const file = path.join(folder, 'catalogue.jsonl');
  const rows = [
    { sku: 'MUG', name: 'Mug' },
    { sku: 'CUP', name: 'Cup', price: 2.5 },
    { sku: 'BOWL', name: 'Bowl' },
  ];
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  const { brought, counts } = await imported(file);
  expect(brought).toEqual(['CUP']);
  expect([...counts]).toEqual([['no_price', 2]]);
});

it('rejects a row of JSON Lines whose field is a list or an object, and no other', async () => {
  const file = path.join(folder, 'nested.jsonl');
  const rows = [
    { sku: 'MUG', name: { en: 'Mug' }, price: 2.5 },
    { sku: 'CUP', name: 'Cup', price: 2.5, tags: ['new'] },
    { sku: 'BOWL', name: ['Bowl'], price: 2.5 },
  ];
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  const { brought, counts } = await imported(file);
  expect(brought).toEqual(['CUP']);
  expect([...counts]).toEqual([['malformed_row', 2]]);
});

it('ends before it begins if no file has a column that is mapped', async () => {
  const csv = path.join(folder, 'mapped.csv');
  writeFileSync(csv, 'sku,name,price,Net price\nMUG,Mug,2.50,2.10\n');
  const json = path.join(folder, 'mapped.jsonl');
  writeFileSync(json, '{"sku":"MUG","name":"Mug","price":1}\n{"sku":"CUP","name":"Cup","net":1}\n');
  const check = async (file: string, mapping: string) =>
    checkFiles({ files: await sourceFiles([file]), map: columnMap([mapping]) }, ['sku']);
  await check(csv, 'Net price=price');
  await expect(check(csv, 'net price=price')).rejects.toThrow(/No file has a column net price/);
  await check(json, 'gross=price');
  writeFileSync(csv, 'sku,name,Net price\n');
  await check(csv, 'Net price=price');
});
