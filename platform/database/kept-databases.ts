import { escapeLiteral } from 'pg';
import type { Logger } from '../telemetry/logger';
import { placeOf, unusable } from './ensure-database';
import { connected } from './migrate';
import { queryOnce } from './own-connection';

/** A database of an installation that has several. */
export interface InstalledDatabase {
  /** The name in messages. */
  readonly name: string;
  /** Identifies it at later starts, also if its URL changes. */
  readonly key: string;
  readonly url: string;
}

const missingDatabase = '3D000';

/**
 * Precedes the keys in the comment on the table of migrations. The knowledge is in the databases, and
 * not in the data folder, because shops with a PostgreSQL of their own need no data folder, and because
 * a comment is dumped and restored with its table: it is always as old as the data beside it.
 */
const introduction = 'Databases that were migrated with this one: ';

interface MigrationRecord {
  /** Whether it has the table of migrations. */
  readonly isMigrated: boolean;
  /** The databases that were once migrated together with it, itself included. */
  readonly keys: readonly string[];
}

const keysIn = (comment: string | null): string[] =>
  comment?.startsWith(introduction) ? comment.slice(introduction.length).split(', ') : [];

async function recordOf({ url }: InstalledDatabase): Promise<MigrationRecord> {
  const table = `to_regclass('_prisma_migrations')`;
  try {
    const [row] = await queryOnce<{ isMigrated: boolean; comment: string | null }>(
      url,
      `SELECT ${table} IS NOT NULL AS "isMigrated", obj_description(${table}, 'pg_class') AS comment`,
    );
    return { isMigrated: row?.isMigrated === true, keys: keysIn(row?.comment ?? null) };
  } catch (error) {
    const { code, detail } = error as { readonly code?: string; readonly detail?: string };
    if (code !== missingDatabase) throw unusable(url, error);
    // The server has the database, and its files are lost.
    if (detail !== undefined) throw error;
    return { isMigrated: false, keys: [] };
  }
}

const lost = ({ name, url }: InstalledDatabase): Error =>
  new Error(
    `The database ${name} (${placeOf(url)}) does not exist or is empty, but the other databases were used together with it: it was dropped, or its URL is wrong. Nothing was changed. Correct the URL, restore the database (docs/runbooks/restore.md), or call orderprocessing migrate --create ${name} to continue with an empty one.`,
  );

/**
 * Refuses to create a database again that was lost, because it would be empty beside others with data.
 * A database that was never migrated together with the others is new, also after a first start that
 * was interrupted.
 * @param created names of lost databases that may be created empty.
 * @returns a function that records all of them as migrated, to be called when they are.
 * @throws Error that names a lost database and the next step, or a name that no database has.
 */
export async function demandNoneLost(
  databases: readonly InstalledDatabase[],
  created: readonly string[] = [],
): Promise<(logger: Logger) => Promise<void>> {
  const names = databases.map(({ name }) => name);
  const unknown = created.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`There is no database ${unknown}. There are: ${names.join(', ')}.`);
  const records = await Promise.all(databases.map(recordOf));
  const known = new Set(records.flatMap(({ keys }) => keys));
  const found = databases.find(
    ({ key, name }, index) =>
      known.has(key) && !records[index]?.isMigrated && !created.includes(name),
  );
  if (found !== undefined) throw lost(found);
  const keys = [...new Set([...known, ...databases.map(({ key }) => key)])].sort();
  const comment = escapeLiteral(introduction + keys.join(', '));
  return async (logger) => {
    for (const [index, { url }] of databases.entries()) {
      if (records[index]?.keys.length === keys.length) continue;
      await connected({ url, logger }, (client) =>
        client.query(`COMMENT ON TABLE _prisma_migrations IS ${comment}`),
      );
    }
  };
}

/**
 * Refuses to migrate databases that have no shop: on a wrong server that would make a new one.
 * @throws Error that names a database that does not exist or was never migrated, and the next step.
 */
export async function demandMigrated(databases: readonly InstalledDatabase[]): Promise<void> {
  const records = await Promise.all(databases.map(recordOf));
  const found = databases.find((_each, index) => !records[index]?.isMigrated);
  if (found === undefined) return;
  const { name, url } = found;
  throw new Error(
    `The database ${name} (${placeOf(url)}) does not exist or is empty, so it is not that of a shop. Nothing was changed. Correct its URL, or make the shop first: a start, orderprocessing setup and orderprocessing migrate do.`,
  );
}
