import type { Role, Viewer } from '../../../platform/auth/viewer';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { lockActor } from './actor';
import { appendAudit, type NewAuditEntry } from './audit';
import type { UsersDatabase } from './database';
import { endTokens, endTokensForGood } from './token-ends';

export type AssignRolesOutcome = 'assigned' | 'unchanged' | 'unknown' | 'last-admin';
export type EraseOutcome = 'erased' | 'unknown' | 'last-admin';

export interface AccountRights {
  readonly roles: Role[];
  readonly generation: number;
}

/** Any number that nothing else locks: of two last ADMINs at once, one stays. */
const adminLock = 7_219_340_113;

/** Before the row of an account whose roles count: only then may a second row be locked too. */
export async function lockRoles(transaction: Transaction): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [adminLock]);
}

async function lockAccount(transaction: Transaction, userId: string): Promise<Role[] | null> {
  const { rows } = await transaction.query<{ roles: Role[] }>(
    'SELECT roles::text[] AS roles FROM users WHERE id = $1 FOR UPDATE',
    [userId],
  );
  return rows[0]?.roles ?? null;
}

async function hasAnotherAdmin(transaction: Transaction, userId: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `SELECT FROM users WHERE 'ADMIN' = ANY (roles) AND id <> $1
       AND locked_at IS NULL LIMIT 1`,
    [userId],
  );
  return rowCount === 1;
}

/**
 * After the account's row has been changed and is locked by that: a sign-in or a refresh that is
 * under way is either seen here, or finds the account of another generation.
 */
export async function endSessions(
  transaction: Transaction,
  userId: string,
  by: string,
): Promise<void> {
  await transaction.query(
    `UPDATE sessions SET ended_at = clock_timestamp(), ended_by = $2
     WHERE user_id = $1 AND ended_at IS NULL AND expires_at > now()`,
    [userId, by],
  );
}

const sameRoles = (one: readonly Role[], other: readonly Role[]): boolean =>
  one.length === other.length && one.every((role) => other.includes(role));

/** What changes who an account is and what it may do; each with its entry in the audit log. */
export function credentialStore({ pool }: UsersDatabase) {
  return {
    /** What an account may do now, and which of its tokens still count; null without one. */
    async rights(userId: string): Promise<AccountRights | null> {
      const { rows } = await pool.query<AccountRights>({
        name: 'rights-of-account',
        text: `SELECT roles::text[] AS roles, token_generation AS generation
          FROM users WHERE id = $1 AND locked_at IS NULL`,
        values: [userId],
      });
      return rows[0] ?? null;
    },

    /**
     * Access tokens end, sessions go on: the next refresh has the new roles.
     * @throws FORBIDDEN when the actor is no ADMIN now, UNAUTHENTICATED when its session has ended.
     */
    async assignRoles(
      actor: Viewer,
      userId: string,
      roles: readonly Role[],
      entryOf: (before: readonly Role[]) => NewAuditEntry,
    ): Promise<AssignRolesOutcome> {
      return inTransaction(pool, async (transaction) => {
        await lockRoles(transaction);
        await lockActor(transaction, actor, ['ADMIN']);
        const before = await lockAccount(transaction, userId);
        if (before === null) return 'unknown';
        if (sameRoles(before, roles)) return 'unchanged';
        const removesAdmin = before.includes('ADMIN') && !roles.includes('ADMIN');
        if (removesAdmin && !(await hasAnotherAdmin(transaction, userId))) return 'last-admin';
        await transaction.query('UPDATE users SET roles = $2::text[]::"Role"[] WHERE id = $1', [
          userId,
          roles,
        ]);
        await endTokens(transaction, userId);
        await appendAudit(transaction, entryOf(before));
        return 'assigned';
      });
    },

    /**
     * Ends all sessions and tokens. False when the hash was another one meanwhile.
     * @throws UNAUTHENTICATED when the session has ended, or the account is locked.
     */
    async changePassword(
      actor: Viewer,
      userId: string,
      outdated: string,
      hash: string,
      entry: NewAuditEntry,
    ): Promise<boolean> {
      return inTransaction(pool, async (transaction) => {
        const { rowCount } = await transaction.query(
          'UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2',
          [userId, outdated, hash],
        );
        if (rowCount !== 1) return false;
        await lockActor(transaction, actor);
        await endTokens(transaction, userId);
        await endSessions(transaction, userId, 'password');
        await appendAudit(transaction, entry);
        return true;
      });
    },

    async logoutEverywhere(userId: string, entry: NewAuditEntry): Promise<void> {
      await inTransaction(pool, async (transaction) => {
        await endTokens(transaction, userId);
        await endSessions(transaction, userId, 'logout_everywhere');
        await appendAudit(transaction, entry);
      });
    },

    /**
     * Addresses, sessions and API keys go with the account.
     * @throws UNAUTHENTICATED when the session has ended, or the account is locked.
     */
    async erase(actor: Viewer, userId: string, entry: NewAuditEntry): Promise<EraseOutcome> {
      return inTransaction(pool, async (transaction) => {
        await lockRoles(transaction);
        await lockActor(transaction, actor);
        const roles = await lockAccount(transaction, userId);
        if (roles === null) return 'unknown';
        const isAdmin = roles.includes('ADMIN');
        if (isAdmin && !(await hasAnotherAdmin(transaction, userId))) return 'last-admin';
        await endTokensForGood(transaction, userId);
        await transaction.query('DELETE FROM users WHERE id = $1', [userId]);
        await transaction.query('INSERT INTO erasures (user_id) VALUES ($1)', [userId]);
        await appendAudit(transaction, entry);
        return 'erased';
      });
    },
  };
}
