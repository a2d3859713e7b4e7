import { utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { roomWith } from '../../subgraphs/inventory/testing/stock-room';
import { columnMap } from './columns';
import { refusedRows } from './refused';
import type { Ask } from './rooms';
import { sourceFiles } from './source';
import { importStockFrom } from './stock';

const header = 'sku,warehouse,on hand';
const monday = '2026-02-02T09:00:00.000Z';
const tuesday = '2026-02-03T09:00:00.000Z';
const older = 'lines with an older count, left out';

const room = roomWith({ MUG: { stock: { BER: 5 } }, CUP: { stock: { BER: 5 } } });
// The counts of the files are later than what the room was given.
beforeEach(() => room.pool.query("UPDATE stock_movements SET at = '2026-01-01'"));

function fileOf(folder: string, name: string, changedAt: string, rows: readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, rows.join('\n'));
  utimesSync(file, new Date(changedAt), new Date(changedAt));
  return file;
}

/** Imports files or a folder of them. @returns the counts and reasons of the summary. */
async function importFrom(given: string) {
  const inventory: Ask = async (query, variables) => (await room.call(query, variables)).data;
  const refused = refusedRows(path.join(folderForTest(), 'refused.csv'));
  const rooms = { dataFolder: '', inventory, users: inventory, orders: inventory };
  const input = { files: await sourceFiles([given]), map: columnMap([]), currency: 'GBP' };
  const { signal } = new AbortController();
  const counts = await importStockFrom({ ...input, rooms, refused, signal });
  await refused.close();
  return { ...Object.fromEntries(counts), ...Object.fromEntries(refused.counts) };
}

it.each([
  ['a.csv', 'b.csv'],
  ['b.csv', 'a.csv'],
])('takes the newest count of a folder: %s of Monday, %s of Tuesday', async (first, second) => {
  const folder = folderForTest();
  fileOf(folder, first, monday, [header, 'MUG,BER,45', 'CUP,BER,7']);
  fileOf(folder, second, tuesday, [header, 'mug,ber,50', 'MUG,BER,51']);
  const counts = { 'lines that count stock': 2, [older]: 1, duplicate_row: 1 };
  const imported = await importFrom(folder);
  expect(imported).toMatchObject({ ...counts, 'stock levels changed': 2 });
  expect(await room.levels('MUG')).toEqual({ BER: [50, 0] });
  expect(await room.levels('CUP')).toEqual({ BER: [7, 0] });
  expect(await importFrom(folder)).toEqual({ ...imported, 'stock levels changed': 0 });
});

it('leaves out the file of an earlier day that is imported after a later one', async () => {
  const folder = folderForTest();
  await importFrom(fileOf(folder, 'tuesday.csv', tuesday, [header, 'MUG,BER,50']));
  const earlier = fileOf(folder, 'monday.csv', monday, [header, 'MUG,BER,45', 'CUP,BER,7']);
  const counts = { 'lines that count stock': 1, [older]: 1, 'stock levels changed': 1 };
  expect(await importFrom(earlier)).toMatchObject(counts);
  expect(await room.levels('MUG')).toEqual({ BER: [50, 0] });
  expect(await room.levels('CUP')).toEqual({ BER: [7, 0] });
});

it('takes the newest of the rejected rows of several files, in any order', async () => {
  const file = fileOf(folderForTest(), 'rejected.csv', tuesday, [
    `${header},file_changed_at`,
    `MUG,BER,45,${monday}`,
    `MUG,BER,50,${tuesday}`,
    `CUP,BER,8,${tuesday}`,
    `CUP,BER,7,${monday}`,
  ]);
  const counts = { 'lines that count stock': 2, [older]: 2, 'stock levels changed': 2 };
  expect(await importFrom(file)).toMatchObject(counts);
  expect(await room.levels('MUG')).toEqual({ BER: [50, 0] });
  expect(await room.levels('CUP')).toEqual({ BER: [8, 0] });
});
