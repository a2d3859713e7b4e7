import sql from 'sql-template-tag';
import { hasStaffRole, type Role } from '../../../access/roles';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import type { Viewer } from '../../../platform/requests/viewer';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { endTokens } from './token-ends';

export type AssignRolesOutcome =
  | 'assigned'
  | 'unchanged'
  | 'unknown'
  | 'last-admin'
  | 'no-second-factor';

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

export async function lockAccount(
  transaction: Transaction,
  userId: string,
): Promise<Role[] | null> {
  const { rows } = await transaction.query<{ roles: Role[] }>(sql`
    SELECT roles::text[] AS roles FROM users WHERE id = ${userId} FOR UPDATE`);
  return rows[0]?.roles ?? null;
}

/** Whether another ADMIN can act, which needs a second factor where staff does. */
export async function hasAnotherAdmin(
  transaction: Transaction,
  userId: string,
  staffNeedsFactor: boolean,
): Promise<boolean> {
  const { rowCount } = await transaction.query(sql`
    SELECT FROM users u WHERE 'ADMIN' = ANY (roles) AND id <> ${userId} AND locked_at IS NULL
    AND (NOT ${staffNeedsFactor}::boolean OR EXISTS (
      SELECT FROM second_factors WHERE user_id = u.id AND confirmed_at IS NOT NULL))
    LIMIT 1`);
  return rowCount === 1;
}

/** A role of staff that the account has already may stay: others can be taken from it. */
async function gainsStaffWithoutFactor(
  transaction: Transaction,
  userId: string,
  before: readonly Role[],
  roles: readonly Role[],
): Promise<boolean> {
  const gained = roles.filter((role) => !before.includes(role));
  return hasStaffRole(gained) && !(await hasFactor(transaction, userId));
}

async function hasFactor(transaction: Transaction, userId: string): Promise<boolean> {
  const { rowCount } = await transaction.query(sql`
    SELECT FROM second_factors WHERE user_id = ${userId} AND confirmed_at IS NOT NULL`);
  return rowCount === 1;
}

const sameRoles = (one: readonly Role[], other: readonly Role[]): boolean =>
  one.length === other.length && one.every((role) => other.includes(role));

/** The roles of accounts; each change has its audit entry. */
export function roleStore({ audit, pool }: UsersDatabase) {
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
     * @param staffNeedsFactor whether only an account with a second factor may get a role of staff,
     * or act as staff.
     * @throws FORBIDDEN if the actor is not an ADMIN now, UNAUTHENTICATED if its session has ended.
     */
    async assign(
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
        const isLimited =
          staffNeedsFactor && (await gainsStaffWithoutFactor(transaction, userId, before, roles));
        if (isLimited) return 'no-second-factor';
        const isDemoted = before.includes('ADMIN') && !roles.includes('ADMIN');
        if (isDemoted && !(await hasAnotherAdmin(transaction, userId, staffNeedsFactor))) {
          return 'last-admin';
        }
        await transaction.query(sql`
          UPDATE users SET roles = ${roles}::text[]::"Role"[] WHERE id = ${userId}`);
        await endTokens(transaction, userId);
        await audit.append(transaction, entryOf(before));
        return 'assigned';
      });
    },
  };
}
