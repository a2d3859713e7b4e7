import sql, { type Sql } from 'sql-template-tag';

/**
 * The units of a stock level that can be promised: none in a closed warehouse. Columns are not
 * qualified, because no other table of these statements has them.
 */
export const available: Sql = sql`CASE WHEN warehouse_active THEN on_hand - reserved ELSE 0 END`;
