import type { Pool } from 'pg';
import sql from 'sql-template-tag';

/** How long a process of the previous version may run beside this one after a migration. */
const besideHours = 24;
/** Migrations of one run follow each other at once; another version would start in between. */
const oneRunSeconds = 5;

/**
 * Whether no process of a version without the migration can run: it is a day old, or has
 * created the database together with all before it.
 */
export async function isSettled(on: Pick<Pool, 'query'>, migration: string): Promise<boolean> {
  const { rows } = await on.query<{ isSettled: boolean }>(sql`
    WITH applied AS (
      SELECT migration_name, finished_at,
        started_at - lag(finished_at) OVER (ORDER BY started_at, migration_name) AS pause
      FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL
    )
    SELECT finished_at < now() - ${besideHours}::int * interval '1 hour' OR NOT EXISTS (
      SELECT FROM applied before
      WHERE before.finished_at <= this.finished_at
        AND before.pause > ${oneRunSeconds}::int * interval '1 second'
    ) AS "isSettled"
    FROM applied this WHERE migration_name = ${migration}`);
  return rows[0]?.isSettled ?? false;
}
