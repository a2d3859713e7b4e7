import sql from 'sql-template-tag';
import type { Database } from '../database/pool';
import { prepared } from '../database/prepared';
import type { AuditOutbox, WaitingEntry } from './relay';

/** Entries for the audit log in the table `audit_outbox` of a room, on their way there. */
export function auditOutbox(pool: Pick<Database, 'query'>): AuditOutbox {
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
