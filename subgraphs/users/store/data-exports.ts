import sql from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';
import type { DataExport as DataExportRow } from '../../../prisma/users/generated/client';
import { dataExportHours } from '../domain/data-export';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';

export type { DataExportRow };

/** An attempt to prepare an export. Another attempt takes it over once its lease has ended. */
export interface ExportAttempt {
  readonly id: string;
  readonly userId: string;
  readonly attempts: number;
}

/** The end of the limit of a day. */
export interface ExportLimit {
  readonly retryAfterSeconds: number;
}

export interface OpenedExport {
  readonly parts: number;
  readonly bytes: number;
}

const columns = sql`id, user_id AS "userId", created_at AS "createdAt",
  lease_until AS "leaseUntil", attempts, ready_at AS "readyAt", failed_at AS "failedAt",
  expires_at AS "expiresAt", parts, bytes, downloads`;

const isOwn = ({ id, attempts }: ExportAttempt) =>
  sql`id = ${id}::uuid AND attempts = ${attempts}::int AND expires_at IS NULL`;

export function dataExportStore({ audit, pool, prisma }: UsersDatabase) {
  return {
    /** Newest first. */
    async ofUser(userId: string): Promise<DataExportRow[]> {
      return prisma.dataExport.findMany({ where: { userId }, orderBy: { createdAt: 'desc' } });
    },

    /**
     * A new export, or the one that is being prepared.
     * @returns null if the account does not exist.
     */
    async request(
      userId: string,
      perDayMax: number,
      entry: NewAuditEntry,
    ): Promise<DataExportRow | ExportLimit | null> {
      return inTransaction(pool, async (transaction) => {
        // Locks the account's row, so that concurrent calls cannot exceed the limit.
        const account = await transaction.query(
          sql`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`,
        );
        if (account.rowCount !== 1) return null;
        const { rows: today } = await transaction.query<DataExportRow>(sql`
          SELECT ${columns} FROM data_exports WHERE user_id = ${userId}::uuid
            AND (expires_at IS NULL OR created_at > now() - interval '1 day')
          ORDER BY created_at DESC, id DESC`);
        const open = today.find(({ expiresAt }) => expiresAt === null);
        if (open) return open;
        const oldest = today.at(perDayMax - 1);
        if (oldest) {
          const { rows } = await transaction.query<ExportLimit>(sql`
            SELECT ceil(extract(epoch FROM ${oldest.createdAt}::timestamptz + interval '1 day'
              - now()))::int AS "retryAfterSeconds"`);
          return rows[0] ?? null;
        }
        const { rows } = await transaction.query<DataExportRow>(sql`
          INSERT INTO data_exports (id, user_id) VALUES (${uuidV7()}::uuid, ${userId}::uuid)
          RETURNING ${columns}`);
        await audit.append(transaction, entry);
        return rows[0] ?? null;
      });
    },

    async hasWork(): Promise<boolean> {
      const { rows } = await pool.query<{ waits: boolean }>(sql`
        SELECT EXISTS (SELECT FROM data_exports WHERE expires_at <= now()
          OR expires_at IS NULL AND coalesce(lease_until, '-infinity') <= now()) AS waits`);
      return rows[0]?.waits ?? false;
    },

    /** The oldest open export that nobody works on, without what an earlier attempt has written. */
    async claim(leaseSeconds: number): Promise<ExportAttempt | null> {
      const { rows } = await pool.query<ExportAttempt>(sql`
        WITH claimed AS (
          UPDATE data_exports SET attempts = attempts + 1,
            lease_until = now() + ${leaseSeconds}::int * interval '1 second'
          WHERE id = (
            SELECT id FROM data_exports
            WHERE expires_at IS NULL AND coalesce(lease_until, '-infinity') <= now()
            ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING id, user_id, attempts
        ), cleared AS (
          DELETE FROM data_export_parts WHERE export_id IN (SELECT id FROM claimed)
        )
        SELECT id, user_id AS "userId", attempts FROM claimed`);
      return rows[0] ?? null;
    },

    /** False, without any write, if the attempt is over: taken over, or its account erased. */
    async addPart(
      attempt: ExportAttempt,
      position: number,
      sealed: Uint8Array,
      leaseSeconds: number,
    ): Promise<boolean> {
      const { rowCount } = await pool.query(sql`
        WITH own AS (
          UPDATE data_exports SET lease_until = now() + ${leaseSeconds}::int * interval '1 second'
          WHERE ${isOwn(attempt)} RETURNING id
        )
        INSERT INTO data_export_parts (export_id, position, sealed)
        SELECT id, ${position}::int, ${sealed}::bytea FROM own`);
      return rowCount === 1;
    },

    async finish(attempt: ExportAttempt, parts: number, bytes: number): Promise<boolean> {
      const { rowCount } = await pool.query(sql`
        UPDATE data_exports SET ready_at = now(), lease_until = NULL, parts = ${parts}::int,
          bytes = ${bytes}::int, expires_at = now() + ${dataExportHours}::int * interval '1 hour'
        WHERE ${isOwn(attempt)}`);
      return rowCount === 1;
    },

    async tryAgain(attempt: ExportAttempt, pauseSeconds: number): Promise<void> {
      await pool.query(sql`
        UPDATE data_exports SET lease_until = now() + ${pauseSeconds}::int * interval '1 second'
        WHERE ${isOwn(attempt)}`);
    },

    /** The row stays for a day, so that its owner sees it and the limit counts it. */
    async fail(attempt: ExportAttempt): Promise<void> {
      await pool.query(sql`
        WITH failed AS (
          UPDATE data_exports SET failed_at = now(), lease_until = NULL,
            expires_at = now() + interval '1 day'
          WHERE ${isOwn(attempt)} RETURNING id
        )
        DELETE FROM data_export_parts WHERE export_id IN (SELECT id FROM failed)`);
    },

    /** Deletes exports past their time. @returns their number. */
    async expire(limit: number): Promise<number> {
      const { rowCount } = await pool.query(sql`
        DELETE FROM data_exports WHERE id IN (
          SELECT id FROM data_exports WHERE expires_at <= now()
          ORDER BY expires_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`);
      return rowCount ?? 0;
    },

    /** Deletes an export that cannot be read, so that its owner may request another one today. */
    async discard(id: string): Promise<void> {
      await pool.query(sql`DELETE FROM data_exports WHERE id = ${id}::uuid`);
    },

    /**
     * Counts and audits a download.
     * @returns null if the account has no such export that is ready, or no download of it is left.
     */
    async open(
      id: string,
      userId: string,
      downloadsMax: number,
      entry: NewAuditEntry,
    ): Promise<OpenedExport | null> {
      return inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<OpenedExport>(sql`
          UPDATE data_exports SET downloads = downloads + 1
          WHERE id = ${id}::uuid AND user_id = ${userId}::uuid AND ready_at IS NOT NULL
            AND expires_at > now() AND downloads < ${downloadsMax}::int
          RETURNING parts, bytes`);
        const [opened] = rows;
        if (opened) await audit.append(transaction, entry);
        return opened ?? null;
      });
    },

    /** One piece of an export that is ready; null if the account has none. */
    async part(id: string, userId: string, position: number): Promise<Uint8Array | null> {
      const { rows } = await pool.query<{ sealed: Buffer }>(sql`
        SELECT p.sealed FROM data_exports e JOIN data_export_parts p ON p.export_id = e.id
        WHERE e.id = ${id}::uuid AND e.user_id = ${userId}::uuid AND e.ready_at IS NOT NULL
          AND e.expires_at > now() AND p.position = ${position}::int`);
      return rows[0]?.sealed ?? null;
    },
  };
}
