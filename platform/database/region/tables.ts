import type { Client } from 'pg';

interface CopiedTable {
  /** The name with its schema, as in SQL. */
  readonly name: string;
  readonly hasKey: boolean;
}

/**
 * Each region has its own: the state of its migrations, figures of its job queue, and the
 * history of cached rows, by the numbers of its own transactions.
 */
const ownTables = ['_prisma_migrations', 'queue_stats', 'data_changes', 'data_epoch'];

/** Partitions are copied as tables: what identifies a row is a property of each. */
const copiedTables = `SELECT format('%I.%I', nspname, relname) AS name, EXISTS (
    SELECT FROM pg_index WHERE indrelid = pg_class.oid AND indisprimary) AS "hasKey"
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind = 'r' AND relpersistence = 'p'
    AND nspname !~ '^pg_' AND nspname <> 'information_schema' AND relname <> ALL ($1)
    AND COALESCE((SELECT root.relname FROM pg_class AS root
      WHERE root.oid = pg_partition_root(pg_class.oid)), '') <> ALL ($1)
  ORDER BY 1`;

/** The tables whose rows a second region needs. */
export async function tablesOf(client: Client): Promise<CopiedTable[]> {
  return (await client.query<CopiedTable>(copiedTables, [ownTables])).rows;
}

/** Rows that a new database has from its migrations. */
const rowsOfNewMax = 1_000;

/** The number of rows of a table, counted up to one more than a new database may have. */
async function rowsIn(client: Client, name: string): Promise<number> {
  const text = `SELECT count(*)::int AS count FROM (SELECT FROM ${name} LIMIT ${rowsOfNewMax + 1}) AS sample`;
  const { rows } = await client.query<{ count: number }>(text);
  return rows[0]?.count ?? 0;
}

/**
 * The tables with rows that migrations have inserted.
 * @throws Error if a table has more rows than that, or than the source: a small shop is not deleted
 * by a command that was called in the wrong region.
 */
export async function tablesToEmpty(client: Client, source: Client): Promise<string[]> {
  const ofSource = new Set((await tablesOf(source)).map(({ name }) => name));
  const filled: string[] = [];
  for (const { name } of await tablesOf(client)) {
    const count = await rowsIn(client, name);
    const isMore = count > 0 && ofSource.has(name) && count > (await rowsIn(source, name));
    if (count > rowsOfNewMax || isMore) {
      throw new Error(
        `${name} of the following region has rows already${isMore ? ', more than the other region' : ''}. Nothing was deleted. If this is the region that is to follow, drop that database, and run orderprocessing migrate --create with its name.`,
      );
    }
    if (count > 0) filled.push(name);
  }
  return filled;
}

/** Deletes these rows, so that the rows of the source can be copied. @throws Error as `tablesToEmpty`. */
export async function emptyTables(client: Client, source: Client): Promise<void> {
  const filled = await tablesToEmpty(client, source);
  if (filled.length > 0) await client.query(`TRUNCATE ${filled.join(', ')}`);
}

interface SequenceState {
  readonly name: string;
  readonly lastValue: string;
  readonly isCalled: boolean;
}

const sequenceNames = `SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences
  WHERE schemaname !~ '^pg_'`;

/** Logical replication leaves sequences out. */
export async function copySequences(source: Client, target: Client): Promise<void> {
  const { rows } = await source.query<{ name: string }>(sequenceNames);
  for (const { name } of rows) {
    const read = `SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM ${name}`;
    const state = (await source.query<SequenceState>(read)).rows[0];
    if (state === undefined) throw new Error(`The sequence ${name} cannot be read.`);
    const values = [name, state.lastValue, state.isCalled];
    await target.query('SELECT setval($1::regclass, $2::bigint, $3)', values);
  }
}

/** Numbers that may have been given out and not replicated before the source was lost. */
const numbersSkipped = 100_000;

const ownedSequences = `SELECT format('%I.%I', sn.nspname, s.relname) AS sequence,
    format('%I.%I', tn.nspname, t.relname) AS "table", format('%I', attname) AS "column"
  FROM pg_class s JOIN pg_namespace sn ON sn.oid = s.relnamespace
  JOIN pg_depend ON objid = s.oid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i')
    AND refclassid = 'pg_class'::regclass
  JOIN pg_class t ON t.oid = refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
  JOIN pg_attribute ON attrelid = t.oid AND attnum = refobjsubid
  WHERE s.relkind = 'S'`;

/** Sets each sequence well beyond the values in its table, without the source. */
export async function advanceSequences(client: Client): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(
    ownedSequences,
  );
  for (const { sequence, table, column } of rows) {
    const highest = `(SELECT COALESCE(max(${column}), 0) FROM ${table})`;
    const next = `SELECT setval($1::regclass, GREATEST(${highest}, (SELECT last_value FROM ${sequence})) + $2)`;
    await client.query(next, [sequence, numbersSkipped]);
  }
}
