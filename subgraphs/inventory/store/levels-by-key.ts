import sql, { raw, type Sql } from 'sql-template-tag';

// An order has one line or a thousand. Where the planner expects many, a join reads the levels of
// the whole catalogue, so both parts look up one level after the other.

/**
 * Locks the levels of the rows in the order (SKU, warehouse).
 * @param rows a query of sku and warehouse, without an order.
 */
export const lockedLevels = (rows: Sql): Sql => sql`
    SELECT s.sku FROM (${rows} ORDER BY sku, warehouse) r CROSS JOIN LATERAL (
      SELECT sku FROM stock_levels WHERE sku = r.sku AND warehouse = r.warehouse FOR UPDATE) s`;

/**
 * The rows of a CTE for the FROM of an UPDATE of levels. The planner expects ten of an array.
 * @param cte the name of a CTE with sku, warehouse and quantity.
 */
export function unitsOf(cte: string): Sql {
  const column = (name: string): Sql => sql`(SELECT array_agg(${raw(name)}) FROM ${raw(cte)})`;
  const columns = sql`${column('sku')}, ${column('warehouse')}, ${column('quantity')}`;
  return sql`unnest(${columns}) AS units (sku, warehouse, quantity)`;
}
