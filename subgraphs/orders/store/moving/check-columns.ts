import sql from 'sql-template-tag';
import type { Side } from './side';
import { orderTables, ownerTables } from './tables';

/** Databases of orders whose tables differ. */
export class DifferentTablesError extends Error {}

async function columnsIn({ client }: Side): Promise<string> {
  const names = [...orderTables, ...ownerTables].map(({ name }) => name);
  const { rows } = await client.query<{ columns: string }>(sql`
    SELECT string_agg(concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod)),
      ', ' ORDER BY attrelid::regclass::text, attnum) AS columns
    FROM pg_attribute
    WHERE attrelid = ANY (${names}::regclass[]) AND attnum > 0 AND NOT attisdropped`);
  return rows[0]?.columns ?? '';
}

/**
 * Rows are copied column by column, so all databases need the same ones.
 * @throws DifferentTablesError otherwise.
 */
export async function checkColumns(sides: readonly Side[]): Promise<void> {
  const [first, ...others] = sides;
  if (first === undefined) return;
  const expected = await columnsIn(first);
  for (const other of others) {
    if ((await columnsIn(other)) === expected) continue;
    throw new DifferentTablesError(
      `The tables of ${other.name} are not those of ${first.name}. Run orderprocessing migrate.`,
    );
  }
}
