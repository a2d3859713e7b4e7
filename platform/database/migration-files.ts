import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isConcurrent, type Statement, statementsOf } from './migration-statements';

export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
}

export interface Migration extends MigrationFile {
  readonly statements: readonly Statement[];
  /** Statements that another process has done already, of a migration without a transaction. */
  readonly done: number;
}

export interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
  readonly applied_steps_count: number;
}

/** The checksum that Prisma records: SHA-256 of the file in hex. */
export function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** A checkout may have converted line endings, which Prisma does not count as a change either. */
function matches(sql: string, checksum: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sql, unix, unix.replaceAll('\n', '\r\n')].some((text) => checksumOf(text) === checksum);
}

/** Whether it runs statement by statement, without a transaction, and resumes after a crash. */
export const isStepwise = ({ statements }: Migration): boolean =>
  statements.some(({ node }) => isConcurrent(node));

/** @param done statements that another process has done already. */
async function parsed({ name, sql }: MigrationFile, done: number): Promise<Migration> {
  try {
    return { name, sql, statements: await statementsOf(sql), done };
  } catch (error) {
    throw new Error(`The migration ${name} is not SQL: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The migrations of a folder by name; none if there is no folder. */
export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = async (name: string) => ({
    name,
    sql: await readFile(join(folder, name, 'migration.sql'), 'utf8'),
  });
  return Promise.all(names.sort().map(read));
}

/**
 * The pending migrations. Only these are parsed: that takes tens of megabytes, which a start without
 * any should not need. Migrations that only the database has belong to a newer version: even
 * unfinished ones are ignored, or a failed release could not be taken back.
 * @throws Error when the database and the files disagree, or a pending file is not SQL.
 */
export async function pendingOf(
  migrations: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): Promise<Migration[]> {
  const valid = applied.filter((row) => row.rolled_back_at === null);
  const isBegun = (row: AppliedMigration) => row.finished_at === null;
  const pending: Migration[] = [];
  for (const migration of migrations) {
    const row = valid.find(({ migration_name }) => migration_name === migration.name);
    demandSame(migration, row);
    if (row && !isBegun(row)) continue;
    pending.push(await parsed(migration, row?.applied_steps_count ?? 0));
  }
  const stuck = pending.find(
    (migration) =>
      !isStepwise(migration) && valid.some((row) => row.migration_name === migration.name),
  );
  if (stuck) throw stuckMigration(stuck.name);
  return pending;
}

function demandSame({ name, sql }: MigrationFile, row: AppliedMigration | undefined): void {
  if (!row || matches(sql, row.checksum)) return;
  const remedy =
    row.finished_at === null
      ? 'begun: put its file back as it was, or give up what was begun with `migrate --give-up`.'
      : 'applied: put its file back as it was, and write a new migration for the change.';
  throw new Error(`The migration ${name} was changed after it was ${remedy}`);
}

const stuckMigration = (name: string): Error =>
  new Error(
    `The migration ${name} was begun and never finished: repair the` +
      ' database, then call `migrate --give-up`, so that it runs again.',
  );

/** @param left what it left behind. */
export const failedMigration = (name: string, left: string, error: unknown): Error =>
  new Error(`The migration ${name} failed and ${left}: ${(error as Error).message}`, {
    cause: error,
  });
