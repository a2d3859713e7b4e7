import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import { auditOutbox } from '../../../platform/audit/outbox';
import type { Queryable } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import type { OrdersDatabase } from './database';

/**
 * The part of a statement that writes the audit entry with the change itself. Empty if there is no
 * entry, so that changes by customers cost nothing more.
 * @param where the part that has a row where the change takes place.
 */
export function auditPart(
  entry: AuditEntry | null | undefined,
  where: 'changed' | 'created' | 'placed',
): Sql {
  if (!entry) return empty;
  return sql`, audited AS (
      INSERT INTO audit_outbox (id, actor, action, subject, detail)
      SELECT ${entry.id}::uuid, ${entry.actor}, ${entry.action}, ${entry.subject}, ${entry.detail}
      FROM ${raw(where)}
    )`;
}

/** The statement name, which differs if the statement also writes an entry. */
export function auditedName(name: string, entry: AuditEntry | null | undefined): string {
  return entry ? `${name}-audited` : name;
}

/** Entries waiting for delivery to the audit log in users. */
export function auditOutboxStore({ pool, workSignal }: OrdersDatabase) {
  return {
    /**
     * Adds an entry for an action that no statement of this store writes, such as an export.
     * @param within the transaction of the action, if it has one.
     */
    async add(
      { id, actor, action, subject, detail }: AuditEntry,
      within: Queryable = pool,
    ): Promise<void> {
      await prepared(
        within,
        'audit-add',
        sql`INSERT INTO audit_outbox (id, actor, action, subject, detail)
          VALUES (${id}::uuid, ${actor}, ${action}, ${subject}, ${detail})`,
      );
      workSignal.emit('audit');
    },

    ...auditOutbox(pool),
  };
}
