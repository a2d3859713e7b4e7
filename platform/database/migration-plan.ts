import { isStepwise, type Migration } from './migration-files';
import { blockedBy, type LockMode, locksOf } from './migration-locks';
import { tableName } from './migration-statements';

export interface PlannedStatement {
  /** The statement on one line, without comments. */
  readonly sql: string;
  /** Locks on tables that were there before the migration. */
  readonly locks: readonly {
    readonly table: string;
    readonly mode: LockMode;
    /** What other sessions cannot do while the lock is held. */
    readonly blocks: string;
  }[];
}

export interface PlannedMigration {
  readonly name: string;
  /**
   * Whether it runs in a transaction. If not, its statements run one by one and resume after a
   * crash.
   */
  readonly inTransaction: boolean;
  /** Statements that an interrupted run has done already. */
  readonly done: number;
  readonly statements: readonly PlannedStatement[];
}

const comments = /--[^\n]*|\/\*[^*]*\*\//g;

const onOneLine = (sql: string): string => sql.replace(comments, ' ').replace(/\s+/g, ' ').trim();

/** What `migrate` would run, and which locks it would take. */
export function planOf(migrations: readonly Migration[]): PlannedMigration[] {
  return migrations.map((migration) => {
    const { name, done, statements } = migration;
    const created = new Set(
      statements.flatMap(({ node }) =>
        'CreateStmt' in node ? [tableName(node.CreateStmt.relation)] : [],
      ),
    );
    return {
      name,
      inTransaction: !isStepwise(migration),
      done,
      statements: statements.slice(done).map(({ text, node }) => ({
        sql: onOneLine(text),
        locks: locksOf(node)
          .filter(({ table }) => !created.has(table))
          .map(({ table, mode }) => ({ table, mode, blocks: blockedBy[mode] })),
      })),
    };
  });
}
