import type { Shop } from './shop';

/** Every row of every table, those of libraries too, as a dump has it. */
export async function dumpOf(shop: Shop, name: string): Promise<string> {
  const connection = await shop.database(name);
  try {
    const { rows: tables } = await connection.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_schema !~ '^(pg_|information_schema)' AND table_type = 'BASE TABLE'`,
    );
    const texts: string[] = [];
    for (const table of tables) {
      const { rows } = await connection.query(`SELECT t::text AS text FROM ${table.name} t`);
      texts.push(...rows.map(({ text }) => text));
    }
    return texts.join('\n');
  } finally {
    await connection.end();
  }
}
