import sql, { type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import type { AuditOutbox, WaitingEntry } from '../../../platform/audit/relay';
import type { InventoryDatabase } from './database';
import { prepared } from './statement';

/** A statement of its own, or a part of the one that makes the change. */
export const auditInsertion = (entries: readonly AuditEntry[]): Sql => sql`
  INSERT INTO audit_outbox (id, actor, action, subject, detail)
  SELECT * FROM unnest(${entries.map(({ id }) => id)}::uuid[],
    ${entries.map(({ actor }) => actor)}::text[], ${entries.map(({ action }) => action)}::text[],
    ${entries.map(({ subject }) => subject)}::text[],
    ${entries.map(({ detail }) => detail)}::text[])`;

/** Entries for the audit log, which users keeps, on their way there. */
export function auditOutboxStore({ pool }: InventoryDatabase): AuditOutbox {
  return {
    oldest(limit: number): Promise<WaitingEntry[]> {
      return prepared<WaitingEntry>(
        pool,
        'audit-oldest',
        sql`SELECT id, at, actor, action, subject, detail FROM audit_outbox
          ORDER BY at, id LIMIT ${limit}::int`,
      );
    },

    async remove(ids: readonly string[]): Promise<void> {
      await prepared(
        pool,
        'audit-remove',
        sql`DELETE FROM audit_outbox WHERE id = ANY(${ids}::uuid[])`,
      );
    },
  };
}
