import type { Client } from 'pg';
import { withClient } from './own-connection';

/**
 * The calls of pg_amcheck: every table with its out-of-line values, and every B-tree index with its
 * table.
 */
const relationsText = `
  SELECT c.oid::regclass::text AS name, c.relkind = 'i' AS is_index, c.oid
  FROM pg_class c LEFT JOIN pg_am am ON am.oid = c.relam
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
  WHERE c.relpersistence = 'p' AND (
    (c.relkind IN ('r', 'm', 't') AND am.amname = 'heap') OR
    (c.relkind = 'i' AND am.amname = 'btree' AND i.indisvalid AND i.indisready))
  ORDER BY c.oid`;
const tableText = `
  SELECT blkno AS page, msg AS reason FROM verify_heapam($1::oid, check_toast => true) LIMIT 1`;
const indexText = 'SELECT bt_index_check($1::oid, heapallindexed => true)';

interface Relation {
  readonly name: string;
  readonly is_index: boolean;
  readonly oid: number;
}

/** @returns what is wrong with a table or an index; null if nothing is. */
async function damageOf(client: Client, { name, is_index, oid }: Relation): Promise<string | null> {
  try {
    if (is_index) {
      await client.query(indexText, [oid]);
      return null;
    }
    const { rows } = await client.query<{ page: string; reason: string }>(tableText, [oid]);
    const [found] = rows;
    return found === undefined ? null : `page ${found.page} of ${name}: ${found.reason}`;
  } catch (error) {
    return `${name}: ${(error as Error).message}`;
  }
}

/**
 * Reads every table and every B-tree index of a database with PostgreSQL's extension amcheck, which
 * is created for it. Use it on a copy that is thrown away.
 * @returns a line for each damaged one.
 */
export const checkRelations = (url: string): Promise<string[]> =>
  withClient({ connectionString: url }, async (client) => {
    await client.query('CREATE EXTENSION IF NOT EXISTS amcheck');
    const { rows } = await client.query<Relation>(relationsText);
    const damages: string[] = [];
    for (const relation of rows) {
      const damage = await damageOf(client, relation);
      if (damage !== null) damages.push(damage);
    }
    return damages;
  });
