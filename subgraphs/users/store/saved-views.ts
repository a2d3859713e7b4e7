import sql from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';
import type { SavedView as SavedViewRow } from '../../../prisma/users/generated/client';
import type { SavedViewFields } from '../domain/saved-view';
import type { UsersDatabase } from './database';

export type { SavedViewRow };

export type ViewNotSaved = 'unknown' | 'name taken' | 'too many';

/** @param id null to add a view. */
export interface ViewToSave extends SavedViewFields {
  readonly id: string | null;
  readonly userId: string;
}

export function savedViewStore({ pool, prisma }: UsersDatabase) {
  return {
    /**
     * The views of a user by list and name.
     * @param list null for all lists.
     */
    async ofUser(userId: string, list: string | null): Promise<SavedViewRow[]> {
      return prisma.savedView.findMany({
        where: { userId, ...(list !== null && { list }) },
        orderBy: [{ list: 'asc' }, { name: 'asc' }],
      });
    },

    async save(view: ViewToSave, viewsMax: number): Promise<SavedViewRow | ViewNotSaved> {
      const { userId, list, name, query } = view;
      return inTransaction(pool, async (transaction) => {
        // Locks the account's row, so that concurrent calls cannot exceed the limit or share a name.
        await transaction.query(sql`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`);
        const { rows } = await transaction.query<{ id: string; isNamed: boolean }>(sql`
          SELECT id, list = ${list} AND lower(name) = lower(${name}) AS "isNamed"
          FROM saved_views WHERE user_id = ${userId}::uuid`);
        if (view.id !== null && !rows.some(({ id }) => id === view.id)) return 'unknown';
        if (view.id === null && rows.length >= viewsMax) return 'too many';
        if (rows.some(({ id, isNamed }) => isNamed && id !== view.id)) return 'name taken';
        const { rows: saved } = await transaction.query<SavedViewRow>(sql`
          INSERT INTO saved_views (id, user_id, list, name, query)
          VALUES (${view.id ?? uuidV7()}::uuid, ${userId}::uuid, ${list}, ${name}, ${query})
          ON CONFLICT (id) DO UPDATE SET list = excluded.list, name = excluded.name,
            query = excluded.query, updated_at = now()
          RETURNING id, user_id AS "userId", list, name, query, created_at AS "createdAt",
            updated_at AS "updatedAt"`);
        return saved[0] ?? 'unknown';
      });
    },

    /** The view as it was; null if the account has no such view. */
    async remove(userId: string, id: string): Promise<SavedViewRow | null> {
      const { rows } = await pool.query<SavedViewRow>(sql`
        DELETE FROM saved_views WHERE id = ${id}::uuid AND user_id = ${userId}::uuid
        RETURNING id, user_id AS "userId", list, name, query, created_at AS "createdAt",
          updated_at AS "updatedAt"`);
      return rows[0] ?? null;
    },
  };
}
