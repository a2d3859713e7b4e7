import sql, { type Sql } from 'sql-template-tag';

/**
 * Spreads each wanted line over the warehouses that have some of it. A warehouse that can serve
 * the whole line goes first, and among those the one that can serve most lines of the order, for
 * fewer parcels; then the fuller ones.
 * @param source a relation with sku, warehouse, available and quantity, which is the line's.
 * @returns its rows with `still_wanted`: what the warehouses before it leave to this one;
 * 0 or less where they leave nothing.
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
