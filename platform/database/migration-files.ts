import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isConcurrent, type Statement, statementsOf } from './migration-statements';

export interface Migration {
  readonly name: string;
  readonly sql: string;
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

/** As Prisma records it: SHA-256 of the file in hex. */
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

async function readMigration(folder: string, name: string): Promise<Migration> {
  const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
  try {
    return { name, sql, statements: await statementsOf(sql), done: 0 };
  } catch (error) {
    throw new Error(`The migration ${name} is not SQL: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * The migrations of a folder by name; none if there is no folder.
 * @throws Error if one of them is not SQL.
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigration(folder, name)));
}

/**
 * The pending migrations.
 * @throws Error when the database and the files disagree.
 */
export function pendingOf(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): Migration[] {
  const valid = applied.filter((row) => row.rolled_back_at === null);
  const isBegun = (row: AppliedMigration) => row.finished_at === null;
  const stuck = valid.find((row) => {
    const migration = migrations.find(({ name }) => name === row.migration_name);
    return isBegun(row) && !(migration && isStepwise(migration));
  });
  if (stuck) {
    throw new Error(
      `The migration ${stuck.migration_name} was begun and never finished: repair the` +
        ' database, then mark it with `prisma migrate resolve`.',
    );
  }
  return migrations.flatMap((migration) => {
    const { name, sql } = migration;
    const row = valid.find((candidate) => candidate.migration_name === name);
    if (row && !matches(sql, row.checksum)) {
      throw new Error(
        `The migration ${name} was changed after it was applied: put its file back as it was,` +
          ' and write a new migration for the change.',
      );
    }
    if (!row) return [migration];
    return isBegun(row) ? [{ ...migration, done: row.applied_steps_count }] : [];
  });
}
