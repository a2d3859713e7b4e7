import type { Constant } from './constants';
import { markdownTable } from './marks';
import { fillPlaceholders } from './placeholders';
import { inMemoryAndFiles } from './tables/kept-elsewhere';
import { inInventory, inOrders } from './tables/kept-rows';
import { inUsers } from './tables/kept-users';

/** One row of `docs/retention.md`. */
export interface Kept {
  readonly what: string;
  /** The tables of the database that hold it. */
  readonly tables?: readonly string[];
  /** How long, with `{…}` for a setting or a constant of `file`. */
  readonly kept: string;
  readonly deletedBy: string;
  /** Where that is decided; empty where nothing is ever deleted. */
  readonly file: string;
  readonly test?: string;
}

export const keptRows: Readonly<Record<string, readonly Kept[]>> = {
  users: inUsers,
  orders: inOrders,
  inventory: inInventory,
  elsewhere: inMemoryAndFiles,
};

const inBackticks = (text: string | undefined): string => (text ? `\`${text}\`` : '');

/** The generated parts of `docs/retention.md`: a table for each database, and one for the rest. */
export function retentionParts(constants: readonly Constant[]): Record<string, string> {
  const tables = Object.entries(keptRows).map(([part, rows]) => {
    const cells = rows.map(({ what, tables: names = [], kept, deletedBy, file, test }) => [
      [what, names.map(inBackticks).join(', ')].filter((text) => text !== '').join(': '),
      fillPlaceholders(kept, file, constants),
      deletedBy,
      inBackticks(file),
      inBackticks(test),
    ]);
    const heads = ['what', 'how long', 'who deletes it', 'where', 'test'];
    return [part, markdownTable(heads, cells)];
  });
  return Object.fromEntries(tables);
}
