import sql, { type Sql } from 'sql-template-tag';

/**
 * The age from which on a replica does not say what is available.
 * @exceeded the primary says it
 * @test subgraphs/inventory/store/replica-reads.test.ts
 */
export const availableLagMsMax = 1_000;

/**
 * The units of a stock level that can be promised: none in a closed warehouse. Columns are not
 * qualified, because no other table of these statements has them.
 */
export const available: Sql = sql`CASE WHEN warehouse_active THEN on_hand - reserved ELSE 0 END`;
