import type { SubgraphName } from '../../../config/subgraphs';
import type { Constant } from './constants';
import { markdownTable } from './marks';
import { fillPlaceholders } from './placeholders';
import { inMemoryAndFiles } from './tables/retention-elsewhere';
import { inInventory, inOrders } from './tables/retention-rows';
import { inUsers } from './tables/retention-users';
import type { RetentionRow } from './tables/rows';

/** The rows of the page, by the room whose database has the tables. */
export const retentionRows: Readonly<Record<SubgraphName, readonly RetentionRow[]>> = {
  users: inUsers,
  orders: inOrders,
  inventory: inInventory,
};

const inBackticks = (text: string | undefined): string => (text ? `\`${text}\`` : '');

function tableOf(rows: readonly RetentionRow[], constants: readonly Constant[]): string {
  const cells = rows.map(({ what, tables = [], retained, deletedBy, file, test }) => [
    [what, tables.map(inBackticks).join(', ')].filter((text) => text !== '').join(': '),
    fillPlaceholders(retained, file, constants),
    deletedBy,
    inBackticks(file),
    inBackticks(test),
  ]);
  return markdownTable(['what', 'how long', 'who deletes it', 'where', 'test'], cells);
}

/** The generated parts of `docs/retention.md`: a table for each database, and one for the rest. */
export function retentionParts(constants: readonly Constant[]): Record<string, string> {
  const databases = Object.entries(retentionRows).map(
    ([room, rows]) => `## The database of ${room}\n${tableOf(rows, constants)}`,
  );
  return {
    databases: databases.join('\n\n'),
    elsewhere: tableOf(inMemoryAndFiles, constants),
  };
}
