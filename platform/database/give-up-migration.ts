import type { Client } from 'pg';
import { createdIndexesIn, indexState, recordGivenUp } from './apply-stepwise';
import { connected, type MigrationTarget, takeTurn } from './migrate';

export interface GivenUpMigration {
  readonly droppedIndexes: readonly string[];
  /** Whether it had recorded what it creates. If not, what it left must be removed by hand. */
  readonly isRecorded: boolean;
}

interface UnfinishedRow {
  readonly name: string;
  readonly logs: string | null;
}

async function readUnfinished(client: Client): Promise<UnfinishedRow[]> {
  const { rows: tables } = await client.query<{ table: string | null }>(
    `SELECT to_regclass('_prisma_migrations')::text AS table`,
  );
  if (!tables[0]?.table) return [];
  const { rows } = await client.query<UnfinishedRow>(
    `SELECT migration_name AS name, logs FROM _prisma_migrations
     WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY 1`,
  );
  return rows;
}

/**
 * Drops the indexes that an unfinished migration has created, and marks it as rolled back, so that
 * its file may be corrected and is run from its beginning. It needs no file: any version can give up
 * a migration of another one.
 * @returns null if this database has no such migration, with the unfinished ones that it has.
 */
export async function giveUpMigration(
  target: MigrationTarget,
  name: string,
): Promise<{ readonly givenUp: GivenUpMigration | null; readonly unfinished: readonly string[] }> {
  return connected(target, async (client) => {
    await takeTurn(client);
    const rows = await readUnfinished(client);
    const unfinished = rows.map((row) => row.name);
    const row = rows.find((each) => each.name === name);
    if (!row) return { givenUp: null, unfinished };
    const droppedIndexes: string[] = [];
    for (const index of createdIndexesIn(row.logs)) {
      if ((await indexState(client, index)) === 'missing') continue;
      await client.query(`DROP INDEX CONCURRENTLY ${index}`);
      droppedIndexes.push(index);
    }
    await recordGivenUp(client, name);
    target.logger.info({ migration: name, droppedIndexes }, 'migration given up');
    return { givenUp: { droppedIndexes, isRecorded: row.logs !== null }, unfinished };
  });
}
