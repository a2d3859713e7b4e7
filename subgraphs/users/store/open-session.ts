import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';
import type { SecondFactorMethod } from '../domain/second-factor';
import type { AuditAppender } from './audit-appender';

export interface SessionLifetimes {
  /** Lifetime of one refresh token. */
  readonly refreshSeconds: number;
  /** Maximum lifetime since the sign-in, regardless of refreshes. */
  readonly sessionSeconds: number;
  /** The same for staff. */
  readonly staffSeconds: number;
}

/** The account of a sign-in, as it was when its credentials were checked. */
export interface SignedInAccount {
  readonly id: string;
  readonly tokenGeneration: number;
}

export interface NewSession {
  /** The hash of its first refresh token. */
  readonly hash: Buffer;
  readonly lifetimes: SessionLifetimes;
  /** The sign-in of the session that it replaces, unless it is begun by one. */
  readonly signedInAt?: Date | null;
}

export interface OpenedSession {
  /** The end of its first refresh token. */
  readonly expiresAt: Date;
  /** When it was signed in to; null if unknown. */
  readonly signedInAt: Date | null;
}

/**
 * How a second factor was used.
 * - a method: it was checked in this sign-in.
 * - `earlier`: the session replaces one that had it.
 * - `continued`: the session replaces one, with or without it.
 * - `none`: the password alone; rejected if the account has a second factor by now.
 */
export type FactorUse = SecondFactorMethod | 'earlier' | 'continued' | 'none';

/** Whether the session counts as begun with a second factor. */
export const hasFactor = (use: FactorUse): boolean => use !== 'none' && use !== 'continued';

const isSignIn = (use: FactorUse): boolean => use !== 'earlier' && use !== 'continued';

/** The roles of staff, in SQL. */
export const staff = sql`'{SUPPORT,WAREHOUSE,ADMIN}'::"Role"[]`;

/** The end of a session regardless of refreshes, by the account's current roles. */
export const familyEnd = (begin: Sql, roles: Sql, lifetimes: SessionLifetimes): Sql => sql`
  ${begin} + make_interval(secs => CASE WHEN ${roles} && ${staff}
    THEN ${lifetimes.staffSeconds}::float8 ELSE ${lifetimes.sessionSeconds}::float8 END)`;

/**
 * Maximum number of stored sessions per account, including the new one; ended ones are deleted
 * first.
 */
const sessionsMax = 1_000;

const insertSession = (
  account: SignedInAccount,
  { hash, lifetimes, signedInAt = null }: NewSession,
  use: FactorUse,
): Sql => sql`
  WITH past AS (
    DELETE FROM sessions WHERE user_id = ${account.id} AND (expires_at < now() OR id IN (
      SELECT id FROM sessions WHERE user_id = ${account.id}
      ORDER BY ended_at IS NOT NULL, created_at DESC, id DESC OFFSET ${sessionsMax - 1}))
  ), account AS (
    SELECT id, roles FROM users
    WHERE id = ${account.id} AND token_generation = ${account.tokenGeneration}
      AND locked_at IS NULL AND NOT (${use === 'none'} AND EXISTS (
        SELECT FROM second_factors f
        WHERE f.user_id = ${account.id} AND confirmed_at IS NOT NULL))
    FOR SHARE
  ), session AS (
    INSERT INTO sessions (id, user_id, expires_at, second_factor_at, signed_in_at)
    SELECT ${uuidV7()}, id, least(now() + make_interval(secs => ${lifetimes.refreshSeconds}),
      ${familyEnd(sql`now()`, sql`roles`, lifetimes)}), CASE WHEN ${hasFactor(use)} THEN now() END,
      CASE WHEN ${isSignIn(use)} THEN now() ELSE ${signedInAt}::timestamptz END
    FROM account RETURNING id, expires_at, signed_in_at
  ), token AS (
    INSERT INTO refresh_tokens (token_hash, session_id, expires_at)
    SELECT ${hash}, id, expires_at FROM session RETURNING expires_at
  )
  SELECT token.expires_at AS "expiresAt", signed_in_at AS "signedInAt", roles && ${staff} AS "isStaff"
  FROM token, session, account`;

/**
 * Starts a session with its first refresh token, and deletes the account's expired sessions. A
 * sign-in of staff is audited.
 * @returns null if the account has changed, so that neither an old password nor a password alone
 * can start a session.
 */
export async function openSession(
  audit: AuditAppender,
  transaction: Transaction,
  account: SignedInAccount,
  session: NewSession,
  use: FactorUse,
): Promise<OpenedSession | null> {
  const { rows } = await transaction.query<OpenedSession & { isStaff: boolean }>(
    insertSession(account, session, use),
  );
  const [opened] = rows;
  if (!opened) return null;
  if (opened.isStaff && isSignIn(use)) {
    const subject = `User:${account.id}`;
    const detail = { secondFactor: use };
    await audit.append(transaction, { actor: subject, action: 'session.sign_in', subject, detail });
  }
  return opened;
}
