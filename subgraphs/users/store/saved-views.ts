import sql, { type Sql } from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import type { DataKeys } from '../../../platform/encryption/data-keys';
import type { KeyRing } from '../../../platform/encryption/key-ring';
import { uuidV7 } from '../../../platform/values/uuid';
import type { SavedView } from '../../../prisma/users/generated/client';
import { betweenEmails, emailsInQuery, type SavedViewFields } from '../domain/saved-view';
import { lockOwner } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';

/** A view with its query in plain text. */
export type SavedViewRow = Omit<SavedView, 'querySealed' | 'queryEmails'>;

type QueryColumns = Pick<SavedView, 'query' | 'querySealed' | 'queryEmails'>;

export type ViewNotSaved = 'unknown' | 'name taken' | 'too many';

/** @param id null to add a view. */
export interface ViewToSave extends SavedViewFields {
  readonly id: string | null;
  readonly userId: string;
}

const columns = sql`id, user_id AS "userId", list, name, query, query_sealed AS "querySealed",
  query_emails AS "queryEmails", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Table, column and row of an encrypted query. */
const placeOf = (id: string): string => `saved_views.query:${id}`;

/** A query can contain what somebody searched for: a name, an e-mail address. */
export const sealedQuery = (ring: KeyRing, id: string, query: string): QueryColumns => ({
  query: '',
  querySealed: ring.seal(query, placeOf(id)),
  queryEmails: emailsInQuery(query).map(ring.fingerprint),
});

export async function openedView(
  keys: DataKeys,
  { querySealed, queryEmails: _, ...row }: SavedView,
): Promise<SavedViewRow> {
  if (querySealed === null) return row;
  return { ...row, query: await keys.open(querySealed, placeOf(row.id)) };
}

/** Deletes the views of all accounts that search for an e-mail address, in any of its forms. */
export const deleteViewsWith = (emailForms: readonly string[]): Sql => sql`
  DELETE FROM saved_views WHERE query_emails && ${emailForms}::text[]
    OR query <> '' AND regexp_split_to_array(
      replace(replace(lower(query), '%40', '@'), '%2b', '+'), ${betweenEmails.source}) && ${emailForms}::text[]`;

export function savedViewStore(database: UsersDatabase) {
  const { audit, keys, pool, prisma } = database;

  async function stored(id: string, query: string): Promise<QueryColumns> {
    const isSealed = query !== '' && keys.settings.isOn;
    if (!isSealed) return { query, querySealed: null, queryEmails: emailsInQuery(query) };
    return sealedQuery(await keys.current(), id, query);
  }

  return {
    /**
     * The views of a user by list and name.
     * @param list null for all lists.
     * @throws SealedValueError if one was altered.
     */
    async ofUser(userId: string, list: string | null): Promise<SavedViewRow[]> {
      const views = await prisma.savedView.findMany({
        where: { userId, ...(list !== null && { list }) },
        orderBy: [{ list: 'asc' }, { name: 'asc' }],
      });
      return Promise.all(views.map((view) => openedView(keys, view)));
    },

    /**
     * Adds or replaces a view, with the audit entry of its id.
     * @throws UNAUTHENTICATED if the account was erased.
     */
    async save(
      view: ViewToSave,
      viewsMax: number,
      entryOf: (id: string) => NewAuditEntry | null,
    ): Promise<SavedViewRow | ViewNotSaved> {
      const { id: givenId, userId, list, name } = view;
      const newId = givenId ?? uuidV7();
      const { query, querySealed, queryEmails } = await stored(newId, view.query);
      const saved = await inTransaction(pool, async (transaction) => {
        await lockOwner(transaction, userId);
        const { rows } = await transaction.query<{ id: string; isNamed: boolean }>(sql`
          SELECT id, list = ${list} AND lower(name) = lower(${name}) AS "isNamed"
          FROM saved_views WHERE user_id = ${userId}::uuid`);
        if (givenId !== null && !rows.some(({ id }) => id === givenId)) return 'unknown';
        if (givenId === null && rows.length >= viewsMax) return 'too many';
        if (rows.some(({ id, isNamed }) => isNamed && id !== givenId)) return 'name taken';
        const { rows: written } = await transaction.query<SavedView>(sql`
          INSERT INTO saved_views (id, user_id, list, name, query, query_sealed, query_emails)
          VALUES (${newId}::uuid, ${userId}::uuid, ${list}, ${name}, ${query}, ${querySealed},
            ${queryEmails}::text[])
          ON CONFLICT (id) DO UPDATE SET list = excluded.list, name = excluded.name,
            query = excluded.query, query_sealed = excluded.query_sealed,
            query_emails = excluded.query_emails, updated_at = now()
          RETURNING ${columns}`);
        await audit.append(transaction, entryOf(newId));
        return written[0] ?? 'unknown';
      });
      return typeof saved === 'string' ? saved : openedView(keys, saved);
    },

    /** The view as it was; null if the account has no such view. */
    async remove(
      userId: string,
      id: string,
      entry: NewAuditEntry | null,
    ): Promise<SavedViewRow | null> {
      const removed = await inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<SavedView>(sql`
          DELETE FROM saved_views WHERE id = ${id}::uuid AND user_id = ${userId}::uuid
          RETURNING ${columns}`);
        if (rows[0]) await audit.append(transaction, entry);
        return rows[0];
      });
      return removed ? openedView(keys, removed) : null;
    },
  };
}
