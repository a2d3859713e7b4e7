import { randomBytes } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import { successorSaltBytes } from '../../../platform/auth/refresh-successor';
import type { SecretToken } from '../../../platform/auth/secret-token';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { assertNever } from '../../../platform/values/assert-never';
import { type PresentedToken, refreshDecision } from '../domain/refresh-token';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { endAccess } from './generations';
import {
  type FactorUse,
  familyEnd,
  type NewSession,
  openSession,
  type SessionLifetimes,
  type SignedInAccount,
  staff,
} from './open-session';
import { endTokens } from './token-ends';

/**
 * - `repeated`: the token was used a moment ago; its successor is the same again.
 * - `reuse`: a used token was presented again, so the family and its access tokens were ended.
 */
export type RefreshOutcome =
  | {
      readonly kind: 'renewed' | 'repeated';
      readonly userId: string;
      /** Read while the session was locked; ending the session increments it. */
      readonly generation: number;
      /** Whether the session was begun with a second factor. */
      readonly hasSecondFactor: boolean;
      /** The time of the sign-in; null if a version without that column began the session. */
      readonly signedInAt: Date | null;
      readonly successor: SecretToken;
      readonly expiresAt: Date;
    }
  | ({ readonly kind: 'reuse' } & ReusedSession)
  | { readonly kind: 'over' };

interface ReusedSession {
  readonly userId: string;
  readonly sessionId: string;
}

/** A refresh token as presented. */
export interface RefreshRequest {
  readonly hash: Buffer;
  /** Computes its successor. */
  readonly successorOf: (salt: Uint8Array) => SecretToken;
}

interface LockedSession {
  readonly id: string;
  readonly userId: string;
}

interface LockedToken extends PresentedToken {
  readonly familyEndsAt: Date;
  readonly generation: number;
  readonly hasSecondFactor: boolean;
  readonly signedInAt: Date | null;
  readonly salt: Buffer | null;
  /** Null unless the token was used and its successor is stored. */
  readonly successorHash: Buffer | null;
  readonly successorExpiresAt: Date | null;
}

/**
 * Locks the family, so that one request decides at a time. It is a separate statement, because
 * reads after the wait for the lock need a new snapshot.
 */
async function lockSession(transaction: Transaction, hash: Buffer): Promise<LockedSession | null> {
  const { rows } = await transaction.query<LockedSession>(sql`
    SELECT id, user_id AS "userId" FROM sessions
    WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = ${hash}) FOR UPDATE`);
  return rows[0] ?? null;
}

async function isStaff(transaction: Transaction, userId: string): Promise<boolean> {
  const { rowCount } = await transaction.query(sql`
    SELECT FROM users WHERE id = ${userId} AND roles && ${staff}`);
  return rowCount === 1;
}

/** Uses the database's clock, which is the same for all processes. */
async function readToken(
  transaction: Transaction,
  hash: Buffer,
  lifetimes: SessionLifetimes,
): Promise<LockedToken | null> {
  const { rows } = await transaction.query<LockedToken>(sql`
    SELECT clock_timestamp() AS now, least(t.expires_at, f.ends_at) AS "expiresAt",
      f.ends_at AS "familyEndsAt", t.used_at AS "usedAt", t.salt,
      s.ended_at AS "sessionEndedAt", n.used_at AS "successorUsedAt",
      n.token_hash AS "successorHash", least(n.expires_at, f.ends_at) AS "successorExpiresAt",
      u.token_generation AS generation, s.second_factor_at IS NOT NULL AS "hasSecondFactor",
      s.signed_in_at AS "signedInAt"
    FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
      LEFT JOIN refresh_tokens n ON n.token_hash = t.successor
      CROSS JOIN LATERAL (
        SELECT ${familyEnd(sql`s.created_at`, sql`u.roles`, lifetimes)} AS ends_at) AS f
    WHERE t.token_hash = ${hash} AND t.revoked_at IS NULL AND u.locked_at IS NULL`);
  return rows[0] ?? null;
}

interface Renewal extends RefreshRequest {
  readonly session: LockedSession;
  readonly familyEndsAt: Date;
  readonly refreshSeconds: number;
}

/**
 * The presented token becomes used, and its successor is the only valid token of the family. Deletes
 * the salt of its predecessor, expired tokens, and the oldest ones above the limit, so that long
 * sessions do not accumulate them.
 */
async function renew(transaction: Transaction, renewal: Renewal) {
  const { hash, session, refreshSeconds, familyEndsAt } = renewal;
  const salt = randomBytes(successorSaltBytes);
  const successor = renewal.successorOf(salt);
  const { rows } = await transaction.query<{ expiresAt: Date }>(sql`
    WITH unsalted AS (
      UPDATE refresh_tokens SET salt = NULL
      WHERE session_id = ${session.id} AND salt IS NOT NULL AND token_hash <> ${hash}
    ), used AS (
      UPDATE refresh_tokens
      SET used_at = clock_timestamp(), successor = ${successor.hash}, salt = ${salt}
      WHERE token_hash = ${hash}
    ), past AS (
      DELETE FROM refresh_tokens WHERE session_id = ${session.id} AND (expires_at < now()
        OR token_hash IN (
          SELECT token_hash FROM refresh_tokens
          WHERE session_id = ${session.id} AND token_hash <> ${hash}
          ORDER BY created_at DESC OFFSET ${refreshTokensMax - 2}))
    ), added AS (
      INSERT INTO refresh_tokens (token_hash, session_id, expires_at)
      VALUES (${successor.hash}, ${session.id},
        least(now() + make_interval(secs => ${refreshSeconds}), ${familyEndsAt}::timestamptz))
      RETURNING expires_at
    )
    UPDATE sessions SET expires_at = (SELECT expires_at FROM added) WHERE id = ${session.id}
    RETURNING expires_at AS "expiresAt"`);
  const [row] = rows;
  if (!row) throw new Error('A locked session does not exist.');
  return { successor, expiresAt: row.expiresAt };
}

/**
 * The unused successor, computed again. Null if `auth.keySecret` has changed since it was issued:
 * that is no sign of a copy, so the family continues.
 */
function repeat({ successorOf }: RefreshRequest, token: LockedToken) {
  const { salt, successorHash, successorExpiresAt: expiresAt } = token;
  if (salt === null || successorHash === null || expiresAt === null) return null;
  const successor = successorOf(salt);
  return successor.hash.equals(successorHash) ? { successor, expiresAt } : null;
}

const reuseDetected = (userId: string): NewAuditEntry => ({
  actor: 'system',
  action: 'session.refresh_token_reused',
  subject: `User:${userId}`,
  detail: null,
});

const endSession = (id: string, by: 'reuse' | 'logout'): Sql => sql`
  UPDATE sessions SET ended_at = clock_timestamp(), ended_by = ${by}
  WHERE id = ${id} AND ended_at IS NULL`;

/**
 * Maximum number of stored tokens per family; a family refreshed every 15 minutes has fewer. A
 * deleted token is unknown: it is rejected without ending the family.
 */
const refreshTokensMax = 5_000;

export function sessionStore({ audit, pool, prisma }: UsersDatabase) {
  /**
   * Ends a family and the access tokens of its account, once. It is a transaction of its own, because
   * the account must be locked before its session, as in all others that lock both.
   */
  const endReused = ({ userId, sessionId }: ReusedSession) =>
    inTransaction(pool, async (transaction) => {
      await transaction.query(sql`SELECT FROM users WHERE id = ${userId} FOR UPDATE`);
      const { rowCount } = await transaction.query(endSession(sessionId, 'reuse'));
      if (rowCount !== 1) return;
      await endTokens(transaction, userId);
      await audit.append(transaction, reuseDetected(userId));
    });

  return {
    /**
     * Starts a session with its first refresh token and deletes the account's expired sessions.
     * @returns null if the account has changed since it was read.
     */
    async open(account: SignedInAccount, session: NewSession, use: FactorUse) {
      return inTransaction(pool, (transaction) =>
        openSession(audit, transaction, account, session, use),
      );
    },

    /** Exchanges a refresh token for its successor; see `refreshDecision`. */
    async refresh(request: RefreshRequest, lifetimes: SessionLifetimes): Promise<RefreshOutcome> {
      const { hash } = request;
      const outcome = await inTransaction<RefreshOutcome>(pool, async (transaction) => {
        const session = await lockSession(transaction, hash);
        const token = session && (await readToken(transaction, hash, lifetimes));
        if (!session || !token) return { kind: 'over' };
        const { userId } = session;
        const { generation, familyEndsAt, hasSecondFactor, signedInAt } = token;
        const { refreshSeconds } = lifetimes;
        const own = { userId, generation, hasSecondFactor, signedInAt };
        const decision = refreshDecision(token);
        switch (decision) {
          case 'renew': {
            const renewal = { ...request, session, familyEndsAt, refreshSeconds };
            const issued = await renew(transaction, renewal);
            return { kind: 'renewed', ...own, ...issued };
          }
          case 'repeat': {
            const issued = repeat(request, token);
            return issued ? { kind: 'repeated', ...own, ...issued } : { kind: 'over' };
          }
          case 'end':
            return { kind: 'reuse', userId, sessionId: session.id };
          case 'refuse':
            return { kind: 'over' };
          default:
            return assertNever(decision);
        }
      });
      if (outcome.kind === 'reuse') await endReused(outcome);
      return outcome;
    },

    /** The sessions of an account for the data export, newest first. */
    async ofUser(userId: string, limit: number) {
      return prisma.session.findMany({
        where: { userId },
        select: {
          createdAt: true,
          expiresAt: true,
          secondFactorAt: true,
          signedInAt: true,
          endedAt: true,
          endedBy: true,
        },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
    },

    /**
     * Ends the family of a refresh token, used or unused. Audited if the account is staff.
     * @param entryOf the entry; the request itself is anonymous.
     * @returns whether it was audited.
     */
    async end(hash: Buffer, entryOf: (userId: string) => NewAuditEntry): Promise<boolean> {
      return inTransaction(pool, async (transaction) => {
        const session = await lockSession(transaction, hash);
        if (!session) return false;
        const { rowCount } = await transaction.query(endSession(session.id, 'logout'));
        const isAudited = rowCount === 1 && (await isStaff(transaction, session.userId));
        if (isAudited) await audit.append(transaction, entryOf(session.userId));
        return isAudited;
      });
    },

    /** Ends all sessions and access tokens of an account. */
    async endAll(userId: string, entry: NewAuditEntry): Promise<void> {
      await inTransaction(pool, async (transaction) => {
        await endAccess(transaction, userId, 'logout_everywhere');
        await audit.append(transaction, entry);
      });
    },
  };
}
