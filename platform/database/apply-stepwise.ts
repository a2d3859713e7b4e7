import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { Logger } from '../telemetry/logger';
import { checksumOf, failedMigration, type Migration } from './migration-files';
import { dottedName, isConcurrent, type Statement } from './migration-statements';

/** An index that a statement creates CONCURRENTLY; null for any other statement. */
function createdIndex({ node }: Statement): string | null {
  if (!('IndexStmt' in node) || !isConcurrent(node)) return null;
  const { idxname, relation } = node.IndexStmt;
  if (!idxname) throw new Error('An index that is created CONCURRENTLY needs a name.');
  return [relation?.schemaname ?? [], idxname]
    .flat()
    .map((part) => `"${part}"`)
    .join('.');
}

export async function indexState(
  client: Client,
  name: string,
): Promise<'missing' | 'invalid' | 'valid'> {
  const { rows } = await client.query<{ indisvalid: boolean }>(
    'SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [name],
  );
  const [index] = rows;
  if (!index) return 'missing';
  return index.indisvalid ? 'valid' : 'invalid';
}

/** PostgreSQL leaves an invalid index after a crash or a failure. A unique one still rejects rows. */
async function dropIfInvalid(client: Client, index: string | null): Promise<void> {
  if (index === null || (await indexState(client, index)) !== 'invalid') return;
  await client.query(`DROP INDEX CONCURRENTLY ${index}`);
}

/** Runs a statement that a crash may have interrupted before; an index that is valid is kept. */
async function runStep(client: Client, statement: Statement): Promise<void> {
  const { node, text } = statement;
  const index = createdIndex(statement);
  if (index === null) {
    const [dropped] = 'DropStmt' in node ? (node.DropStmt.objects ?? []) : [];
    if (dropped && (await indexState(client, dottedName(dropped))) === 'missing') return;
    await client.query(text);
    return;
  }
  if ((await indexState(client, index)) === 'valid') return;
  await dropIfInvalid(client, index);
  await client.query(text);
}

/**
 * Records the indexes of a migration before it creates them, so that it can be given up without its
 * file.
 */
async function recordBegin(client: Client, { name, sql, statements }: Migration): Promise<void> {
  const created = statements.flatMap((statement) => createdIndex(statement) ?? []);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs)
     SELECT $1, $2, $3::text, $4 WHERE NOT EXISTS (
       SELECT FROM _prisma_migrations WHERE migration_name = $3::text AND rolled_back_at IS NULL)`,
    [randomUUID(), checksumOf(sql), name, createdIndexesText(created)],
  );
}

const linePrefix = 'creates ';

const createdIndexesText = (indexes: readonly string[]): string =>
  indexes.map((index) => `${linePrefix}${index}`).join('\n');

/** @param logs as `recordBegin` wrote them, in the column in which Prisma keeps messages. */
export const createdIndexesIn = (logs: string | null): string[] =>
  (logs ?? '')
    .split('\n')
    .filter((line) => line.startsWith(linePrefix))
    .map((line) => line.slice(linePrefix.length));

/** Marks a begun migration as rolled back, as Prisma does: it is pending again. */
export async function recordGivenUp(client: Client, name: string): Promise<void> {
  await client.query(
    `UPDATE _prisma_migrations SET rolled_back_at = clock_timestamp()
     WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
    [name],
  );
}

async function applySteps(client: Client, migration: Migration, onStep: () => void): Promise<void> {
  const { name, statements, done } = migration;
  for (const [place, statement] of statements.entries()) {
    if (place < done) continue;
    await runStep(client, statement);
    await client.query(
      `UPDATE _prisma_migrations
       SET applied_steps_count = $2,
         finished_at = CASE WHEN $3 THEN clock_timestamp() END,
         logs = CASE WHEN NOT $3 THEN logs END
       WHERE migration_name = $1 AND rolled_back_at IS NULL`,
      [name, place + 1, place + 1 === statements.length],
    );
    onStep();
  }
}

/** @returns false if it could not, e.g. because the connection was lost; the next run does it. */
async function cleanUp(client: Client, logger: Logger, migration: Migration): Promise<boolean> {
  const { name, statements, done } = migration;
  const failed = statements[done];
  try {
    if (failed) await dropIfInvalid(client, createdIndex(failed));
    if (done === 0) await recordGivenUp(client, name);
    return true;
  } catch (error) {
    logger.warn({ err: error, migration: name }, 'failed migration not cleaned up');
    return false;
  }
}

/**
 * Runs statements CONCURRENTLY one by one, and counts those that are done in Prisma's own column, so
 * that another process resumes after a crash.
 * @throws Error that says what a failed migration has left behind.
 */
export async function applyStepwise(
  client: Client,
  logger: Logger,
  migration: Migration,
): Promise<void> {
  const { name, statements } = migration;
  let { done } = migration;
  if (done > 0) logger.info({ migration: name, done }, 'migration resumed');
  try {
    if (statements.some(({ node }) => !isConcurrent(node))) {
      throw new Error(
        'It has statements CONCURRENTLY and others: write a migration for each kind.',
      );
    }
    // It waits for every open transaction, but nobody waits for it.
    await client.query('SET lock_timeout = 0');
    await recordBegin(client, migration);
    await applySteps(client, migration, () => {
      done += 1;
    });
  } catch (error) {
    const isClean = await cleanUp(client, logger, { ...migration, done });
    const left = isClean && done === 0 ? 'left nothing behind' : 'will resume where it stopped';
    throw failedMigration(name, left, error);
  }
}
