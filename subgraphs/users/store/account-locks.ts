import sql, { type Sql } from 'sql-template-tag';
import type { Role } from '../../../access/roles';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { forbidden } from '../../../platform/graphql/errors';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { endAccess } from './generations';
import { lockRoles } from './roles';

export type LockOutcome = 'changed' | 'unchanged' | 'unknown';

/** A change of an account, with its audit entry. */
export interface AccountChange {
  readonly actor: Viewer;
  readonly userId: string;
  readonly entry: NewAuditEntry;
}

export interface LockChange extends AccountChange {
  readonly isLocked: boolean;
  readonly reason: string;
}

interface TargetRow {
  readonly roles: Role[];
  readonly isLocked: boolean;
}

/**
 * Locks both rows, the actor's first. The lock of roles is held, so no other transaction locks two
 * rows and none can deadlock.
 * @param allowed ADMIN, or SUPPORT too.
 * @throws FORBIDDEN unless the actor is ADMIN now, or is SUPPORT now and the account is a customer.
 */
export async function lockTarget(
  transaction: Transaction,
  { actor, userId }: AccountChange,
  allowed: readonly Role[] = ['ADMIN', 'SUPPORT'],
): Promise<TargetRow | null> {
  await lockRoles(transaction);
  const held = await lockActor(transaction, actor, allowed);
  const { rows } = await transaction.query<TargetRow>(sql`
    SELECT roles::text[] AS roles, locked_at IS NOT NULL AS "isLocked"
    FROM users WHERE id = ${userId} FOR UPDATE`);
  const [target] = rows;
  if (!target) return null;
  const isCustomer = target.roles.every((role) => role === 'CUSTOMER');
  if (!held.includes('ADMIN') && !isCustomer) throw forbidden({ roles: ['ADMIN'], scopes: [] });
  return target;
}

/** Revokes all API keys of an account. */
export const revokeKeys = (userId: string): Sql => sql`
  UPDATE api_keys SET revoked_at = clock_timestamp()
  WHERE user_id = ${userId} AND revoked_at IS NULL`;

/** Locks of accounts by staff, each with its audit entry. */
export function accountLockStore({ audit, pool }: UsersDatabase) {
  return {
    /** Locking ends all sessions, tokens and keys; unlocking restores none of them. */
    async change(change: LockChange): Promise<LockOutcome> {
      const { actor, userId, isLocked, reason, entry } = change;
      return inTransaction(pool, async (transaction) => {
        const target = await lockTarget(transaction, { actor, userId, entry });
        if (target === null) return 'unknown';
        if (target.isLocked === isLocked) return 'unchanged';
        await transaction.query(sql`
          UPDATE users SET locked_at = CASE WHEN ${isLocked} THEN clock_timestamp() END
          WHERE id = ${userId}`);
        if (isLocked) {
          await endAccess(transaction, userId, 'lock');
          await transaction.query(revokeKeys(userId));
        }
        await transaction.query(sql`
          INSERT INTO account_locks (id, user_id, actor, is_locked, reason)
          VALUES (${uuidV7()}, ${userId}, ${entry.actor}, ${isLocked}, ${reason})`);
        await audit.append(transaction, entry);
        return 'changed';
      });
    },

    /** Ends all sessions and tokens; API keys keep working. False if there is no such account. */
    async endSessions(action: AccountChange): Promise<boolean> {
      return inTransaction(pool, async (transaction) => {
        if ((await lockTarget(transaction, action)) === null) return false;
        await endAccess(transaction, action.userId, 'staff');
        await audit.append(transaction, action.entry);
        return true;
      });
    },

    /** The reasons of an account's locks and unlocks, newest first, for its data export. */
    async ofUser(userId: string, limit: number) {
      const { rows } = await pool.query<{ at: Date; isLocked: boolean; reason: string }>(sql`
        SELECT at, is_locked AS "isLocked", reason FROM account_locks
        WHERE user_id = ${userId} ORDER BY at DESC LIMIT ${limit}`);
      return rows;
    },
  };
}
