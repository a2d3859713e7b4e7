import sql, { empty } from 'sql-template-tag';
import type { LoggedEntry } from '../../../platform/audit/chain';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import type { PageRequest } from '../../../platform/graphql/connection';
import type { AuditEntry as AuditRow } from '../../../prisma/users/generated/client';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';

export type { AuditRow };

export interface AuditFilter {
  readonly subject: string | null;
  readonly actor: string | null;
}

/** An account that was started again by the first proof of its address. */
export interface StartedAgainRow {
  readonly userId: string;
  readonly at: Date;
}

export function auditStore({ audit, pool, prisma, replicaReads }: UsersDatabase) {
  return {
    /** @param within the transaction of the change; by itself if absent. */
    append(entry: NewAuditEntry, within?: Transaction): Promise<void> {
      if (within) return audit.append(within, entry);
      return inTransaction(pool, (transaction) => audit.append(transaction, entry));
    },

    /** Appends entries of other subgraphs, each once by its id. @returns how many are new. */
    appendAll(entries: readonly LoggedEntry[]): Promise<number> {
      return inTransaction(pool, (transaction) => audit.appendAll(transaction, entries));
    },

    /** One page and one more row, newest first. Cursor keys: time, id. */
    async page(filter: AuditFilter, { first, after }: PageRequest): Promise<AuditRow[]> {
      const [at, id] = after ?? [];
      const behind = after ? sql`AND (at, id) < (${at}::timestamptz, ${id}::uuid)` : empty;
      const subject = filter.subject === null ? empty : sql`AND subject = ${filter.subject}`;
      const actor = filter.actor === null ? empty : sql`AND actor = ${filter.actor}`;
      const { rows } = await replicaReads.query<AuditRow>(sql`
        SELECT id, at, actor, action, subject, detail FROM audit_entries
        WHERE true ${subject} ${actor} ${behind}
        ORDER BY at DESC, id DESC LIMIT ${first + 1}`);
      return rows;
    },

    /**
     * Those of these accounts that were started again. Their address was verified at that time, and
     * later ones since if it was changed.
     */
    async startedAgain(ids: readonly string[]): Promise<StartedAgainRow[]> {
      const { rows } = await pool.query<StartedAgainRow>(sql`
        SELECT u.id AS "userId", a.at FROM users u
        JOIN audit_entries a ON a.subject = 'User:' || u.id
          AND a.at < u.email_verified_at + interval '1 minute'
        WHERE u.id = ANY(${[...ids]}::uuid[])
          AND a.action = 'user.reset_password' AND a.detail = '{"startedAgain":true}'`);
      return rows;
    },

    /** The actions of these and those on them, newest first. @param names as `User:<id>`. */
    async about(names: readonly string[], limit: number): Promise<AuditRow[]> {
      const among = { in: [...names] };
      return prisma.auditEntry.findMany({
        where: { OR: [{ actor: among }, { subject: among }] },
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: limit,
      });
    },
  };
}
