import type { QueryResultRow } from 'pg';
import type { Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/database/pool';

/**
 * Runs a prepared statement: a connection parses and plans it once per name.
 */
export async function prepared<Row extends QueryResultRow>(
  pool: Database,
  name: string,
  statement: Sql,
): Promise<Row[]> {
  const { text, values } = statement;
  const { rows } = await pool.query<Row>({ name, text, values });
  return rows;
}
