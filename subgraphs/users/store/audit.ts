import sql, { empty } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import type { PageRequest } from '../../../platform/graphql/connection';
import { uuidV7 } from '../../../platform/values/uuid';
import type { AuditEntry as AuditRow } from '../../../prisma/users/generated/client';
import type { UsersDatabase } from './database';

export type { AuditRow };

export interface NewAuditEntry {
  /** `User:<id>`, `ApiKey:<id>`, `system`, or `anonymous` for a failed sign-in. */
  readonly actor: string;
  /** For example `session.sign_in_failed`. */
  readonly action: string;
  /** For example `User:<id>`. */
  readonly subject: string;
  /** Without secrets and personal data, because the log outlives the account. */
  readonly detail: Record<string, string | number | boolean | null> | null;
}

export interface AuditFilter {
  readonly subject: string | null;
  readonly actor: string | null;
}

/** For changes that must be committed together with their entry. */
export async function appendAudit(transaction: Transaction, entry: NewAuditEntry): Promise<void> {
  const detail = entry.detail === null ? null : JSON.stringify(entry.detail);
  await transaction.query(sql`
    INSERT INTO audit_entries (id, at, actor, action, subject, detail)
    VALUES (${uuidV7()}, clock_timestamp(), ${entry.actor}, ${entry.action}, ${entry.subject},
      ${detail})`);
}

export function auditStore({ pool, prisma }: UsersDatabase) {
  return {
    async append(entry: NewAuditEntry): Promise<void> {
      const detail = entry.detail === null ? null : JSON.stringify(entry.detail);
      await prisma.auditEntry.create({ data: { ...entry, detail, id: uuidV7() } });
    },

    /** Appends entries of other subgraphs, each once by its id. @returns how many are new. */
    async appendAll(entries: readonly AuditRow[]): Promise<number> {
      const { rowCount } = await pool.query(sql`
        INSERT INTO audit_entries (id, at, actor, action, subject, detail)
        SELECT * FROM unnest(${entries.map(({ id }) => id)}::uuid[],
          ${entries.map(({ at }) => at)}::timestamptz[],
          ${entries.map(({ actor }) => actor)}::text[],
          ${entries.map(({ action }) => action)}::text[],
          ${entries.map(({ subject }) => subject)}::text[],
          ${entries.map(({ detail }) => detail)}::text[])
        ON CONFLICT (id) DO NOTHING`);
      return rowCount ?? 0;
    },

    /** One page and one more row, newest first. Cursor keys: time, id. */
    async page(filter: AuditFilter, { first, after }: PageRequest): Promise<AuditRow[]> {
      const [at, id] = after ?? [];
      const behind = after ? sql`AND (at, id) < (${at}::timestamptz, ${id}::uuid)` : empty;
      const subject = filter.subject === null ? empty : sql`AND subject = ${filter.subject}`;
      const actor = filter.actor === null ? empty : sql`AND actor = ${filter.actor}`;
      const { rows } = await pool.query<AuditRow>(sql`
        SELECT id, at, actor, action, subject, detail FROM audit_entries
        WHERE true ${subject} ${actor} ${behind}
        ORDER BY at DESC, id DESC LIMIT ${first + 1}`);
      return rows;
    },

    /** The actions of an account and those on it, newest first. */
    async about(userId: string, limit: number): Promise<AuditRow[]> {
      const name = `User:${userId}`;
      return prisma.auditEntry.findMany({
        where: { OR: [{ actor: name }, { subject: name }] },
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: limit,
      });
    },
  };
}
