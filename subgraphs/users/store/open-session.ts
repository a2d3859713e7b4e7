import type { Transaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';
import type { SecondFactorMethod } from '../domain/second-factor';
import { appendAudit } from './audit';

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
  /** Of its first refresh token. */
  readonly hash: Buffer;
  readonly lifetimes: SessionLifetimes;
}

/**
 * How a second factor was used.
 * - a method: it was checked in this sign-in.
 * - `earlier`: the session replaces one that had it.
 * - `continued`: the session replaces one, with or without it.
 * - `none`: the password alone; rejected if the account has a second factor by now.
 */
export type FactorUse = SecondFactorMethod | 'earlier' | 'continued' | 'none';

/** The roles of staff, in SQL. */
export const staff = `'{SUPPORT,WAREHOUSE,ADMIN}'::"Role"[]`;

/** The end of a session regardless of refreshes, by the account's current roles. */
export const familyEnd = (
  begin: string,
  roles: string,
  [all, ofStaff]: readonly [string, string],
) =>
  `${begin} + make_interval(secs => CASE WHEN ${roles} && ${staff} THEN ${ofStaff}::float8
     ELSE ${all}::float8 END)`;

/**
 * Maximum number of stored sessions per account, including the new one; ended ones are deleted
 * first.
 */
const sessionsMax = 1_000;
const insertSession = `
  WITH past AS (
    DELETE FROM sessions WHERE user_id = $2 AND (expires_at < now() OR id IN (
      SELECT id FROM sessions WHERE user_id = $2
      ORDER BY ended_at IS NOT NULL, created_at DESC, id DESC OFFSET ${sessionsMax - 1}))
  ), account AS (
    SELECT id, roles FROM users
    WHERE id = $2 AND token_generation = $5 AND locked_at IS NULL
      AND NOT ($9 AND EXISTS (
        SELECT FROM second_factors f WHERE f.user_id = $2 AND confirmed_at IS NOT NULL))
    FOR SHARE
  ), session AS (
    INSERT INTO sessions (id, user_id, expires_at, second_factor_at)
    SELECT $1, id, least(now() + make_interval(secs => $4),
      ${familyEnd('now()', 'roles', ['$6', '$7'])}), CASE WHEN $8 THEN now() END
    FROM account RETURNING id, expires_at
  ), token AS (
    INSERT INTO refresh_tokens (token_hash, session_id, expires_at)
    SELECT $3, id, expires_at FROM session RETURNING expires_at
  )
  SELECT expires_at AS "expiresAt", roles && ${staff} AS "isStaff" FROM token, account`;

/** Whether the session counts as begun with a second factor. */
export const hasFactor = (use: FactorUse): boolean => use !== 'none' && use !== 'continued';

const isSignIn = (use: FactorUse): boolean => use !== 'earlier' && use !== 'continued';

/**
 * Starts a session with its first refresh token, and deletes the account's expired sessions. A
 * sign-in of staff is audited.
 * @returns when the token expires; null if the account has changed, so that neither an old password
 * nor a password alone can start a session.
 */
export async function openSession(
  transaction: Transaction,
  account: SignedInAccount,
  { hash, lifetimes }: NewSession,
  use: FactorUse,
): Promise<Date | null> {
  const { refreshSeconds, sessionSeconds, staffSeconds } = lifetimes;
  const { rows } = await transaction.query<{ expiresAt: Date; isStaff: boolean }>(insertSession, [
    ...[uuidV7(), account.id, hash, refreshSeconds, account.tokenGeneration],
    ...[sessionSeconds, staffSeconds, hasFactor(use), use === 'none'],
  ]);
  const [opened] = rows;
  if (!opened) return null;
  if (opened.isStaff && isSignIn(use)) {
    const subject = `User:${account.id}`;
    const detail = { secondFactor: use };
    await appendAudit(transaction, { actor: subject, action: 'session.sign_in', subject, detail });
  }
  return opened.expiresAt;
}
