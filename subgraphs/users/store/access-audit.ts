import sql, { type Sql } from 'sql-template-tag';
import { type Role, type Scope, staffRoles } from '../../../access/roles';
import type { UsersDatabase } from './database';

/**
 * Rows of each list of the audit of access.
 * @exceeded the others are left out, the oldest or the smallest
 */
export const accessAuditRowsMax = 1_000;
/** The days without use after which nobody would miss an API key. */
const idleKeyDays = 90;
/** Failed sign-ins of one account within an hour: more than a person mistypes. */
const failedSignInsMin = 20;

export interface StaffRow {
  readonly userId: string;
  readonly roles: Role[];
  readonly since: Date;
  readonly lastSignInAt: Date | null;
  readonly hasSecondFactor: boolean;
  readonly isLocked: boolean;
}

export interface IdleKeyRow {
  readonly keyId: string;
  readonly userId: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface FailedSignInsRow {
  readonly subject: string;
  readonly hour: Date;
  readonly failures: number;
}

export interface ReusedTokenRow {
  readonly subject: string;
  readonly at: Date;
}

export interface NewKeyAddressRow {
  readonly keyId: string;
  readonly userId: string;
  readonly name: string;
  readonly address: string;
  readonly firstSeenAt: Date;
}

const limit = sql`LIMIT ${accessAuditRowsMax}`;
const within = (column: Sql, days: number): Sql =>
  sql`${column} > now() - make_interval(days => ${days}::integer)`;
const at = sql`at`;

/** The accounts and keys that have access, and signs of access that nobody should have. */
export function accessAuditStore({ pool }: UsersDatabase) {
  const rowsOf = async <Row extends object>(statement: Sql): Promise<Row[]> =>
    (await pool.query<Row>(statement)).rows;
  return {
    /**
     * Accounts of staff, longest first; `since` is when their roles were last assigned. Their sign-ins
     * are in the audit log, which outlasts their sessions.
     */
    staff: () =>
      rowsOf<StaffRow>(sql`
        SELECT u.id AS "userId", u.roles::text[] AS roles,
          u.locked_at IS NOT NULL AS "isLocked", f.confirmed_at IS NOT NULL AS "hasSecondFactor",
          coalesce((SELECT max(a.at) FROM audit_entries a
            WHERE a.subject = 'User:' || u.id AND a.action = 'user.assign_roles'),
            u.created_at) AS since,
          greatest(
            (SELECT max(coalesce(s.signed_in_at, s.created_at)) FROM sessions s
              WHERE s.user_id = u.id),
            (SELECT max(a.at) FROM audit_entries a
              WHERE a.subject = 'User:' || u.id AND a.action = 'session.sign_in')
          ) AS "lastSignInAt"
        FROM users u LEFT JOIN second_factors f ON f.user_id = u.id
        WHERE u.roles && ${staffRoles}::text[]::"Role"[]
        ORDER BY since, u.id ${limit}`),

    /** Keys that work and were not used for 90 days, longest first. */
    idleKeys: () =>
      rowsOf<IdleKeyRow>(sql`
        SELECT id AS "keyId", user_id AS "userId", name, scopes::text[] AS scopes,
          created_at AS "createdAt", last_used_at AS "lastUsedAt"
        FROM api_keys
        WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
          AND coalesce(last_used_at, created_at)
            < now() - make_interval(days => ${idleKeyDays}::integer)
        ORDER BY coalesce(last_used_at, created_at), id ${limit}`),

    /** Hours in which an account, or all addresses without one, had many failed sign-ins. */
    failedSignIns: (days: number) =>
      rowsOf<FailedSignInsRow>(sql`
        SELECT subject, date_trunc('hour', at) AS hour, count(*)::integer AS failures
        FROM audit_entries
        WHERE action = 'session.sign_in_failed' AND ${within(at, days)}
        GROUP BY subject, hour HAVING count(*) >= ${failedSignInsMin}
        ORDER BY failures DESC, hour, subject ${limit}`),

    /** Refresh tokens that were presented twice, as by a thief and their owner. */
    reusedTokens: (days: number) =>
      rowsOf<ReusedTokenRow>(sql`
        SELECT subject, at FROM audit_entries
        WHERE action = 'session.refresh_token_reused' AND ${within(at, days)}
        ORDER BY at DESC, id ${limit}`),

    /** Addresses that appeared more than a day after the first one of their key. */
    newKeyAddresses: (days: number) =>
      rowsOf<NewKeyAddressRow>(sql`
        SELECT k.id AS "keyId", k.user_id AS "userId", k.name, a.address,
          a.first_seen_at AS "firstSeenAt"
        FROM api_key_addresses a JOIN api_keys k ON k.id = a.api_key_id
        WHERE ${within(sql`a.first_seen_at`, days)}
          AND EXISTS (SELECT FROM api_key_addresses b WHERE b.api_key_id = a.api_key_id
            AND b.first_seen_at < a.first_seen_at - interval '1 day')
        ORDER BY a.first_seen_at DESC, a.address ${limit}`),
  };
}
