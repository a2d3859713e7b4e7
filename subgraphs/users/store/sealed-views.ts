import sql from 'sql-template-tag';
import { type SealedTable, sealedTable } from '../../../platform/encryption/sealed-table';
import type { SavedView } from '../../../prisma/users/generated/client';
import type { UsersDatabase } from './database';
import { openedView, sealedQuery } from './saved-views';

interface RenewedView {
  readonly before: SavedView;
  readonly querySealed: string | null;
  readonly queryEmails: readonly string[];
}

/** The encrypted queries of saved views. */
export function sealedViews({ keys, pool, prisma }: UsersDatabase): SealedTable {
  return sealedTable<SavedView, RenewedView>({
    name: 'saved_views',
    keys,
    read: (after, limit) =>
      prisma.savedView.findMany({
        where: after === null ? {} : { id: { gt: after } },
        orderBy: { id: 'asc' },
        take: limit,
      }),
    async renew(row, ring) {
      const isDone = row.querySealed === null ? row.query === '' : ring.isCurrent(row.querySealed);
      if (isDone) return null;
      const { id, query } = await openedView(keys, row);
      return { ...sealedQuery(ring, id, query), before: row };
    },
    async write(renewed) {
      const { rowCount } = await pool.query(sql`
        WITH renewed AS (
          SELECT * FROM unnest(${renewed.map(({ before }) => before.id)}::uuid[],
            ${renewed.map(({ before }) => before.query)}::text[],
            ${renewed.map(({ before }) => before.querySealed)}::text[],
            ${renewed.map(({ querySealed }) => querySealed)}::text[],
            ${renewed.map(({ queryEmails }) => JSON.stringify(queryEmails))}::jsonb[]
          ) AS row (id, old_query, old_sealed, sealed, emails)
        ), free AS (
          SELECT v.id FROM saved_views v JOIN renewed r ON r.id = v.id
          WHERE v.query = r.old_query AND v.query_sealed IS NOT DISTINCT FROM r.old_sealed
          FOR UPDATE OF v SKIP LOCKED
        )
        UPDATE saved_views v SET query = '', query_sealed = r.sealed,
          query_emails = ARRAY(SELECT jsonb_array_elements_text(r.emails))
        FROM free JOIN renewed r ON r.id = free.id WHERE v.id = free.id`);
      return rowCount ?? 0;
    },
    async holds(prefix) {
      const { rowCount } = await pool.query(sql`
        SELECT FROM saved_views WHERE starts_with(query_sealed, ${prefix}) LIMIT 1`);
      return rowCount === 1;
    },
  });
}
