import sql from 'sql-template-tag';
import { hasStaffRole, type Role } from '../../../access/roles';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import type { Viewer } from '../../../platform/requests/viewer';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { type Emails, type SealedEmails, withEmails } from './emails';
import { endAccess } from './generations';
import { endTokens, endTokensForGood } from './token-ends';

export type AssignRolesOutcome =
  | 'assigned'
  | 'unchanged'
  | 'unknown'
  | 'last-admin'
  | 'no-second-factor';
export type EraseOutcome = 'erased' | 'unknown' | 'last-admin';

export interface AccountRights {
  readonly roles: Role[];
  readonly generation: number;
}

/**
 * Arbitrary unique advisory lock: prevents two concurrent changes from removing the last ADMINs.
 */
const adminLock = 7_219_340_113;

/**
 * Must be taken before an account's row if its roles matter; only then may a second row be locked.
 */
export async function lockRoles(transaction: Transaction): Promise<void> {
  await transaction.query(sql`SELECT pg_advisory_xact_lock(${adminLock})`);
}

/** An operator has no account whose rights could have changed. */
async function lockAssigner(transaction: Transaction, actor: Viewer): Promise<void> {
  await lockRoles(transaction);
  if (actor.kind !== 'system') await lockActor(transaction, actor, ['ADMIN']);
}

async function lockAccount(transaction: Transaction, userId: string): Promise<Role[] | null> {
  const { rows } = await transaction.query<{ roles: Role[] }>(sql`
    SELECT roles::text[] AS roles FROM users WHERE id = ${userId} FOR UPDATE`);
  return rows[0]?.roles ?? null;
}

async function hasAnotherAdmin(transaction: Transaction, userId: string): Promise<boolean> {
  const { rowCount } = await transaction.query(sql`
    SELECT FROM users WHERE 'ADMIN' = ANY (roles) AND id <> ${userId}
    AND locked_at IS NULL LIMIT 1`);
  return rowCount === 1;
}

async function isStaffWithoutFactor(
  transaction: Transaction,
  userId: string,
  roles: readonly Role[],
): Promise<boolean> {
  return hasStaffRole(roles) && !(await hasFactor(transaction, userId));
}

async function removesLastAdmin(
  transaction: Transaction,
  userId: string,
  before: readonly Role[],
  roles: readonly Role[],
): Promise<boolean> {
  if (!before.includes('ADMIN') || roles.includes('ADMIN')) return false;
  return !(await hasAnotherAdmin(transaction, userId));
}

async function hasFactor(transaction: Transaction, userId: string): Promise<boolean> {
  const { rowCount } = await transaction.query(sql`
    SELECT FROM second_factors WHERE user_id = ${userId} AND confirmed_at IS NOT NULL`);
  return rowCount === 1;
}

/** Password resets have no account, only an address. */
async function deleteMails(transaction: Transaction, emails: Emails, userId: string) {
  const { rows } = await transaction.query<SealedEmails>(sql`
    SELECT id, email, email_sealed AS "emailSealed", pending_email AS "pendingEmail",
      pending_email_sealed AS "pendingEmailSealed" FROM users WHERE id = ${userId}`);
  for (const row of rows) {
    const { email, pendingEmail } = await withEmails(emails, row, transaction);
    const forms = [email, pendingEmail ?? []].flat().flatMap(emails.forms);
    await transaction.query(sql`DELETE FROM mails WHERE email = ANY(${forms}::citext[])`);
  }
}

const sameRoles = (one: readonly Role[], other: readonly Role[]): boolean =>
  one.length === other.length && one.every((role) => other.includes(role));

/** Changes of credentials and roles, each with its audit entry. */
export function credentialStore({ audit, emails, pool }: UsersDatabase) {
  return {
    /** The current roles and token generation of an account; null if it does not exist. */
    async rights(userId: string): Promise<AccountRights | null> {
      const [row] = await prepared<AccountRights>(
        pool,
        'rights-of-account',
        sql`SELECT roles::text[] AS roles, token_generation AS generation
          FROM users WHERE id = ${userId} AND locked_at IS NULL`,
      );
      return row ?? null;
    },

    /**
     * Ends access tokens but not sessions: the next refresh returns the new roles.
     * @param staffNeedsFactor whether only an account with a second factor may become staff.
     * @throws FORBIDDEN if the actor is not an ADMIN now, UNAUTHENTICATED if its session has ended.
     */
    async assignRoles(
      actor: Viewer,
      userId: string,
      roles: readonly Role[],
      entryOf: (before: readonly Role[]) => NewAuditEntry,
      staffNeedsFactor: boolean,
    ): Promise<AssignRolesOutcome> {
      return inTransaction(pool, async (transaction) => {
        await lockAssigner(transaction, actor);
        const before = await lockAccount(transaction, userId);
        if (before === null) return 'unknown';
        if (sameRoles(before, roles)) return 'unchanged';
        if (staffNeedsFactor && (await isStaffWithoutFactor(transaction, userId, roles))) {
          return 'no-second-factor';
        }
        if (await removesLastAdmin(transaction, userId, before, roles)) return 'last-admin';
        await transaction.query(sql`
          UPDATE users SET roles = ${roles}::text[]::"Role"[] WHERE id = ${userId}`);
        await endTokens(transaction, userId);
        await audit.append(transaction, entryOf(before));
        return 'assigned';
      });
    },

    /**
     * Ends all sessions and tokens. False if the hash has changed in the meantime.
     * @throws UNAUTHENTICATED if the session has ended or the account is locked.
     */
    async changePassword(
      actor: Viewer,
      userId: string,
      outdated: string,
      hash: string,
      entry: NewAuditEntry,
    ): Promise<boolean> {
      return inTransaction(pool, async (transaction) => {
        const { rowCount } = await transaction.query(sql`
          UPDATE users SET password_hash = ${hash}
          WHERE id = ${userId} AND password_hash = ${outdated}`);
        if (rowCount !== 1) return false;
        await lockActor(transaction, actor);
        await endAccess(transaction, userId, 'password');
        await audit.append(transaction, entry);
        return true;
      });
    },

    async logoutEverywhere(userId: string, entry: NewAuditEntry): Promise<void> {
      await inTransaction(pool, async (transaction) => {
        await endAccess(transaction, userId, 'logout_everywhere');
        await audit.append(transaction, entry);
      });
    },

    /**
     * Also deletes the account's addresses, sessions, API keys, mails and second factor.
     * @throws UNAUTHENTICATED if the session has ended or the account is locked.
     */
    async erase(actor: Viewer, userId: string, entry: NewAuditEntry): Promise<EraseOutcome> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        await lockRoles(transaction);
        // An operator has no session that could have ended.
        if (actor.kind !== 'system') await lockActor(transaction, actor);
        const roles = await lockAccount(transaction, userId);
        if (roles === null) return 'unknown';
        const isAdmin = roles.includes('ADMIN');
        if (isAdmin && !(await hasAnotherAdmin(transaction, userId))) return 'last-admin';
        await endTokensForGood(transaction, userId);
        await deleteMails(transaction, current, userId);
        await transaction.query(sql`DELETE FROM users WHERE id = ${userId}`);
        await transaction.query(sql`INSERT INTO erasures (user_id) VALUES (${userId})`);
        await audit.append(transaction, entry);
        return 'erased';
      });
    },
  };
}
