import type { Database } from '../../../platform/database/pool';

/** Every row of every table, as a dump has it. */
export async function storedText(pool: Database): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "SELECT format('%I', table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query(`SELECT t::text AS text FROM ${name} t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}
