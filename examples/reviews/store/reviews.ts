import sql from 'sql-template-tag';
import type { Database } from '../../../platform/database/pool';

export interface ReviewRow {
  readonly id: string;
  readonly sku: string;
  readonly stars: number;
  readonly text: string;
  readonly isHidden: boolean;
}

export function reviewStore(pool: Database) {
  return {
    async byId(ids: readonly string[]): Promise<ReviewRow[]> {
      if (ids.length === 0) return [];
      const { rows } = await pool.query<ReviewRow>(
        sql`SELECT id, sku, stars, text, is_hidden AS "isHidden" FROM reviews
          WHERE id = ANY(${ids}::uuid[])`,
      );
      return rows;
    },

    async countOf(sku: string): Promise<number> {
      const { rows } = await pool.query<{ count: number }>(
        sql`SELECT count(*)::int AS count FROM reviews WHERE sku = ${sku}`,
      );
      return rows[0]?.count ?? 0;
    },
  };
}
