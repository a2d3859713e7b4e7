// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import path from 'node:path';
import { columnMap, fields } from './import/columns';
import { currencyOption, runFileCommand } from './import/command';
import type { Counts, ImportJob } from './import/job';
import { importOrdersFrom } from './import/orders';
import { importProductsFrom } from './import/products';
import { refusedRows } from './import/refused';
import { openRooms } from './import/rooms';
import { sourceFiles } from './import/source';
import { summaryOf } from './import/summary';

const help = `npm run import -- products FILE…
npm run import -- orders FILE…

Imports a catalogue or past orders from CSV or JSON Lines files, gzipped or not. A folder means all
such files in it. The shop may be running. It is safe to run again: earlier imports stay unchanged,
and an interrupted import resumes.

  products   from a product list or from invoice lines: the latest name and price of each SKU.
             Postage, fees and samples are not products.
  orders     from invoice lines, one row for each: delivered orders with their original lines and
             dates, and a customer for each, who cannot sign in. No stock moves and nobody is
             charged. Invoices that begin with C cancel earlier ones.

  --map COLUMN=FIELD   the field of a column whose name is not recognised; may be repeated.
                       Fields: ${fields.join(', ')}.
  --currency CODE      currency of all prices (GBP)
  --refused FILE       file for the rejected rows, with the reason (imports/refused-….csv in the
                       data folder). A quote is put before cells that a spreadsheet would execute,
                       and is removed when the file is imported again.

Exit code 0 means that everything was read; the summary lists the rejected rows. Exit code 1 means
that the import stopped: fix the reported fault and run it again.
`;

const kinds = {
  products: { run: importProductsFrom, title: 'Products imported' },
  orders: { run: importOrdersFrom, title: 'Orders imported' },
} as const satisfies Record<string, { run: (job: ImportJob) => Promise<Counts>; title: string }>;
const isKind = (word: string | undefined): word is keyof typeof kinds =>
  word !== undefined && Object.hasOwn(kinds, word);

void runFileCommand({
  help,
  options: {
    map: { type: 'string', multiple: true },
    currency: { type: 'string' },
    refused: { type: 'string' },
  },
  run: async ({ values, positionals: [kind, ...paths] }, lifecycle) => {
    const startedAtMs = performance.now();
    if (!isKind(kind)) {
      throw new Error(
        'Name what to import: npm run import -- products FILE, or orders FILE. See --help.',
      );
    }
    if (paths.length === 0) throw new Error(`Name a file: npm run import -- ${kind} FILE`);
    const map = columnMap(values.map ?? []);
    const currency = currencyOption(values.currency);
    const files = await sourceFiles(paths);
    const rooms = await openRooms(lifecycle);
    const usual = path.join(rooms.dataFolder, 'imports', `refused-${kind}.csv`);
    const refused = refusedRows(values.refused ?? usual);
    const { run, title } = kinds[kind];
    const counts = await run({ rooms, files, map, currency, refused });
    await refused.close();
    const ms = performance.now() - startedAtMs;
    process.stdout.write(summaryOf({ title, counts, refused, ms }));
  },
});
