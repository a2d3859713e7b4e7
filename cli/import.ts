// type-graphql needs it before any of its decorators runs, whichever room is loaded first.
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

Brings in a catalogue, or the orders of the past, from CSV or JSON lines, gzipped or not; of a
folder, all such files. The shop may be running. It is safe to run again: what was imported before
stays as it is, and an import that was cut off goes on where it was.

  products   from a list of them or from the lines of invoices: the newest name and price of each
             SKU. Postage, fees and samples are no products.
  orders     from the lines of invoices, one row a line: delivered orders with their own lines and
             dates, and a customer each, who cannot sign in. No stock moves and nobody is charged.
             Invoices that begin with C cancel earlier ones.

  --map COLUMN=FIELD   what a column means, where its name does not say so; may be repeated.
                       Fields: ${fields.join(', ')}.
  --currency CODE      of all prices; GBP when left out
  --refused FILE       where the rows go that were not taken, with the reason;
                       imports/refused-….csv in the data folder when left out; cells that a
                       spreadsheet would run have a quote before them, which is taken off when the
                       file is imported again

Exit code 0 means that everything was read and the summary written; rows that were refused are part
of the summary. Anything else is exit code 1: repeat the import once the reason is mended.
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
        'Say what: npm run import -- products FILE, or orders FILE. --help says more.',
      );
    }
    if (paths.length === 0) throw new Error(`Say from where: npm run import -- ${kind} FILE`);
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
