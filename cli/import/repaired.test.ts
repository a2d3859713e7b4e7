import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { columnMap } from './columns';
import type { Counts, ImportJob } from './job';
import { importProductsFrom } from './products';
import { refusedRows } from './refused';
import type { Ask } from './rooms';
import { sourceFiles } from './source';
import { importStockFrom } from './stock';

interface Taken {
  readonly sku: string;
  readonly countedAt?: string;
  readonly listedAt?: string;
}

interface Called {
  readonly rows?: readonly Taken[];
  readonly products?: readonly Taken[];
}

/** Imports files into a room that takes every row. */
function importInto(run: (job: ImportJob) => Promise<Counts>, refusedFile: string) {
  return async (...files: readonly string[]) => {
    const taken: (readonly [sku: string, at: string | undefined])[] = [];
    const inventory = (async (_query: string, { rows, products }: Called) => {
      for (const { sku, countedAt, listedAt } of rows ?? products ?? []) {
        taken.push([sku, countedAt ?? listedAt]);
      }
      return {
        importStock: { changed: 0, reorderPoints: 0, older: 0, refused: [] },
        importProducts: { created: 0, updated: 0, refused: [] },
      };
    }) as unknown as Ask;
    const refused = refusedRows(refusedFile);
    const rooms = { dataFolder: '', inventory, users: inventory, orders: inventory };
    const input = { files: await sourceFiles(files), map: columnMap([]), currency: 'GBP' };
    await run({ ...input, rooms, refused, signal: new AbortController().signal });
    await refused.close();
    return { taken, rejected: [...refused.counts.keys()] };
  };
}

const kinds = [
  ['count', importStockFrom, 'sku,warehouse,on hand', 'BER,7', 'BER,x', 'malformed_on_hand'],
  ['list', importProductsFrom, 'sku,name,price', 'Mug,7', 'Mug,x', 'malformed_price'],
] as const;
const countedAt = '2026-01-31T10:00:00.000Z';

const replaceIn = (file: string, text: string | RegExp, by: string) =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(text, by));

it.each(kinds)(
  'a row of a %s is as old as the file that it comes from, however often it is repaired',
  async (_kind, run, header, sound, faulty, reason) => {
    const folder = folderForTest();
    const file = path.join(folder, 'source.csv');
    const rejected = path.join(folder, 'rejected.csv');
    const importFiles = importInto(run, rejected);
    const rows = [`MUG,${sound}`, `CUP,${faulty}`, `JUG,${faulty}`, 'TOO-SHORT'];
    writeFileSync(file, [header, ...rows].join('\n'));
    utimesSync(file, new Date(countedAt), new Date(countedAt));
    expect(await importFiles(file)).toEqual({
      taken: [['MUG', countedAt]],
      rejected: [reason, 'malformed_row'],
    });

    replaceIn(rejected, '"x"', '"8"');
    expect(await importFiles(rejected)).toMatchObject({ taken: [['CUP', countedAt]] });

    replaceIn(rejected, '"x"', '"9"');
    const renamed = path.join(folder, 'repaired.csv');
    writeFileSync(renamed, readFileSync(rejected));
    // A later file beside it has its own time.
    const later = path.join(folder, 'later.csv');
    writeFileSync(later, [header, `BOWL,${sound}`].join('\n'));
    const laterAt = '2026-02-01T10:00:00.000Z';
    utimesSync(later, new Date(laterAt), new Date(laterAt));
    expect(await importFiles(renamed, later)).toEqual({
      taken: [
        ['JUG', countedAt],
        ['BOWL', laterAt],
      ],
      rejected: ['malformed_row'],
    });
  },
);

it.each(kinds)(
  'a row of a %s whose time was changed to an ambiguous or future one is rejected',
  async (_kind, run, header, _sound, faulty, reason) => {
    const folder = folderForTest();
    const file = path.join(folder, 'source.csv');
    const rejected = path.join(folder, 'rejected.csv');
    const importFiles = importInto(run, rejected);
    writeFileSync(file, [header, `CUP,${faulty}`].join('\n'));
    utimesSync(file, new Date(countedAt), new Date(countedAt));
    expect(await importFiles(file)).toEqual({ taken: [], rejected: [reason] });

    replaceIn(rejected, '"x"', '"8"');
    // A spreadsheet of another country shows it so.
    replaceIn(rejected, countedAt, '01/02/2026 10:00');
    const malformed = { taken: [], rejected: ['malformed_file_changed_at'] };
    expect(await importFiles(rejected)).toEqual(malformed);
    // It does not become that of the rejected file either.
    expect(await importFiles(rejected)).toEqual(malformed);

    replaceIn(rejected, '01/02/2026 10:00', '9999-01-01T00:00:00Z');
    expect(await importFiles(rejected)).toEqual({ taken: [], rejected: ['date_in_future'] });
    replaceIn(rejected, '9999-01-01T00:00:00Z', '2026-01-31T11:00:00+01:00');
    expect(await importFiles(rejected)).toEqual({ taken: [['CUP', countedAt]], rejected: [] });
  },
);

it('a number between tabs that may be a thousand is rejected until it is repaired', async () => {
  const folder = folderForTest();
  const file = path.join(folder, 'list.tsv');
  const rejected = path.join(folder, 'rejected.csv');
  const importFiles = importInto(importProductsFrom, rejected);
  writeFileSync(file, 'sku\tname\tprice\nMUG\tMug, red\t12,50\nCUP\tCup; "blue", tall\t1.000\n');
  utimesSync(file, new Date(countedAt), new Date(countedAt));
  const ambiguous = ['malformed_price'];
  expect(await importFiles(file)).toEqual({ taken: [['MUG', countedAt]], rejected: ambiguous });
  expect(await importFiles(rejected)).toEqual({ taken: [], rejected: ambiguous });
  replaceIn(rejected, '1.000', '1000');
  expect(await importFiles(rejected)).toEqual({ taken: [['CUP', countedAt]], rejected: [] });
});
