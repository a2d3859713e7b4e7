import path from 'node:path';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { interruptible, withLifecycle } from '../program/with-lifecycle';
import { columnMap, requiredFields } from './columns';
import { checkDates } from './dates';
import { type Counts, checkFiles, type ImportJob } from './job';
import { importOrdersFrom } from './orders';
import { importProductsFrom } from './products';
import { refusedRows } from './refused';
import { demandPast, sourceFiles } from './source';
import { importStockFrom } from './stock';
import { summaryOf } from './summary';

interface Kind {
  readonly run: (job: ImportJob) => Promise<Counts>;
  readonly title: string;
  /** Follows the rejected rows in the summary. */
  readonly advice?: string;
}

/** A batch that is being written is written to its end. */
const stopDeadlineMs = 60_000;

const ordersAdvice =
  'What was imported does not change: give lines of an imported invoice a new invoice number there, such as 1001-2.';

const stockAdvice =
  'There they stay as old as file_changed_at says. Do not fix them in the counted file: all its counts would be as new as that change.';

const kinds = {
  products: { run: importProductsFrom, title: 'Products imported' },
  orders: { run: importOrdersFrom, title: 'Orders imported', advice: ordersAdvice },
  stock: { run: importStockFrom, title: 'Stock imported', advice: stockAdvice },
} as const satisfies Record<string, Kind>;
export type ImportKind = keyof typeof kinds;

export interface ImportOptions extends JsonOption {
  /** `COLUMN=FIELD` each. */
  readonly map?: readonly string[];
  readonly dayFirst?: true;
  readonly currency: string;
  /** File for the rejected rows. */
  readonly refused?: string;
}

/** Imports the files, and prints a summary. */
export function runImport(
  kind: ImportKind,
  paths: readonly string[],
  options: ImportOptions,
): Promise<void> {
  return withLifecycle(options, async (lifecycle) => {
    const startedAtMs = performance.now();
    const map = columnMap(options.map ?? []);
    const files = await sourceFiles(paths);
    // Invoices have dates of their own.
    if (kind !== 'orders') demandPast(files);
    await checkFiles({ files, map }, requiredFields[kind]);
    const isDayFirst = options.dayFirst === true;
    if (kind !== 'stock') await checkDates({ files, map, isDayFirst });
    // Loaded for files that can be imported: the subgraphs take half a second of CPU.
    const { openRooms } = await import('./rooms.js');
    const rooms = await openRooms(lifecycle);
    const usual = path.join(rooms.dataFolder, 'imports', `refused-${kind}.csv`);
    const refused = refusedRows(options.refused ?? usual);
    const { run, title, advice }: Kind = kinds[kind];
    const job = { rooms, files, map, isDayFirst, currency: options.currency, refused };
    const importing = async (signal: AbortSignal): Promise<Counts> => {
      try {
        const counts = await run({ ...job, signal });
        await refused.close();
        return counts;
      } catch (error) {
        await refused.discard();
        throw error;
      }
    };
    const counts = await interruptible(lifecycle, stopDeadlineMs, importing);
    const ms = Math.round(performance.now() - startedAtMs);
    const result = {
      kind,
      counts: Object.fromEntries(counts),
      rejected: Object.fromEntries(refused.counts),
      rejectedFile: refused.path,
      ms,
    };
    printResult(options, result, summaryOf({ title, advice, isDayFirst, counts, refused, ms }));
  });
}
