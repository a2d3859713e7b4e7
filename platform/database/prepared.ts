import type { QueryResultRow } from 'pg';
import type { Sql } from 'sql-template-tag';
import type { Queryable } from './pool';

/**
 * Runs a prepared statement: a connection parses and plans it once per name.
 */
export async function prepared<Row extends QueryResultRow>(
  pool: Queryable,
  name: string,
  { text, values }: Pick<Sql, 'text' | 'values'>,
): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ name, text, values });
  return rows;
}
