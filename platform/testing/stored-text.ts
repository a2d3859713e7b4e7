import type { Database } from '../database/pool';

/** Everything that the database holds, as text. */
export async function storedText(pool: Database): Promise<string> {
  const tables = await pool.query<{ name: string }>(
    `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name
     FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const parts = tables.rows.map(({ name }) => `SELECT t::text AS text FROM ${name} t`);
  const { rows } = await pool.query<{ text: string }>(parts.join(' UNION ALL '));
  return rows.map(({ text }) => text).join('\n');
}
