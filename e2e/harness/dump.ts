import type { Shop } from './shop';

const ownTables = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`;

/** Every row of every table of a database, those of libraries too, as text by table. */
export async function tableTexts(shop: Shop, database: string): Promise<Map<string, string>> {
  await using connection = await shop.database(database);
  const { rows } = await connection.query<{ name: string }>(ownTables);
  const texts = new Map<string, string>();
  for (const { name } of rows) {
    const table = await connection.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    texts.set(name, table.rows.map(({ text }) => text).join('\n'));
  }
  return texts;
}

/** The same in one text, as a dump has it. */
export async function dumpOf(shop: Shop, database: string): Promise<string> {
  return [...(await tableTexts(shop, database)).values()].join('\n');
}
