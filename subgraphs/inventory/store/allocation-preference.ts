import sql, { type Sql } from 'sql-template-tag';

/**
 * Distributes each line over the warehouses that have stock of it. Warehouses that can serve the
 * whole line come first, among them those that can serve the most lines of the order, for fewer
 * parcels; then those with more stock.
 * @param source a relation with sku, warehouse, available and the line's quantity.
 * @returns its rows with `still_wanted`: the units that earlier warehouses leave to this one; 0 or
 * less if none.
 */
export function filledByPreference(source: Sql): Sql {
  return sql`
    SELECT *,
      quantity - (sum(available) OVER by_preference - available) AS still_wanted
    FROM (
      SELECT *, available >= quantity AS whole,
        count(*) FILTER (WHERE available >= quantity) OVER (PARTITION BY warehouse) AS whole_lines
      FROM ${source}) ranked
    WINDOW by_preference AS (
      PARTITION BY sku ORDER BY whole DESC, whole_lines DESC, available DESC, warehouse
      ROWS UNBOUNDED PRECEDING)`;
}
