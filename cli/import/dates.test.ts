import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { roomWith } from '../../subgraphs/inventory/testing/stock-room';
import { columnMap } from './columns';
import { checkDates } from './dates';
import { importProductsFrom } from './products';
import { refusedRows } from './refused';
import type { Ask } from './rooms';
import { sourceFiles } from './source';

const room = roomWith({});
const map = columnMap(['Datum=date']);
const european = ['sku,name,price,Datum', 'MUG,Mug,1,03/12/2025', 'CUP,Cup,2,31/12/2025 8:26'];
const american = ['sku,name,price,Datum', 'MUG,Mug,1,03/12/2025', 'CUP,Cup,2,12/31/2025 8:26'];

async function filesOf(...rows: readonly string[]) {
  const file = path.join(folderForTest(), 'list.csv');
  writeFileSync(file, rows.join('\n'));
  return sourceFiles([file]);
}

/** When the products of an import were listed. */
async function listed(rows: readonly string[], isDayFirst: boolean) {
  const files = await filesOf(...rows);
  await checkDates({ files, map, isDayFirst });
  const inventory: Ask = async (query, variables) => (await room.call(query, variables)).data;
  const refused = refusedRows(path.join(folderForTest(), 'refused.csv'));
  const rooms = { dataFolder: '', inventory, users: inventory, orders: inventory };
  const { signal } = new AbortController();
  const options = { files, map, isDayFirst, currency: 'GBP' };
  await importProductsFrom({ ...options, rooms, refused, signal });
  await refused.close();
  expect(refused.counts.size).toBe(0);
  const { rows: imports } = await room.pool.query<{ sku: string; listed_at: Date }>(
    'SELECT sku, listed_at FROM product_imports',
  );
  return Object.fromEntries(imports.map(({ sku, listed_at: at }) => [sku, at.toISOString()]));
}

it('reads the day first with --day-first, and otherwise the month', async () => {
  expect(await listed(european, true)).toEqual({
    MUG: '2025-12-03T00:00:00.000Z',
    CUP: '2025-12-31T08:26:00.000Z',
  });
  await room.empty();
  expect(await listed(american, false)).toEqual({
    MUG: '2025-03-12T00:00:00.000Z',
    CUP: '2025-12-31T08:26:00.000Z',
  });
});

it.each([
  ['day', european, false, '31/12/2025 8:26', '--day-first'],
  ['month', american, true, '12/31/2025 8:26', 'without --day-first'],
])('refuses files that have the %s first, before anything is written', async (_, ...given) => {
  const [rows, isDayFirst, date, option] = given;
  const refused = listed(rows, isDayFirst);
  await expect(refused).rejects.toThrow(`list.csv: line 3 has the date ${date}`);
  await expect(refused).rejects.toThrow(option);
  expect((await room.pool.query('SELECT FROM products')).rowCount).toBe(0);
});

it('finds the date in the last row of a long file', async () => {
  const rows = Array.from({ length: 5_000 }, (_, at) => `S${at},Mug,1,2025-12-31`);
  const files = await filesOf('sku,name,price,date', ...rows, 'LAST,Mug,1,13/1/2025');
  await expect(checkDates({ files, map: new Map(), isDayFirst: false })).rejects.toThrow(
    'line 5002 has the date 13/1/2025',
  );
});

it('leaves dates that are wrong either way to the row', async () => {
  const files = await filesOf('sku,name,price,date', 'MUG,Mug,1,31/31/2025', 'CUP,Cup,1,x');
  for (const isDayFirst of [true, false]) await checkDates({ files, map: new Map(), isDayFirst });
});
