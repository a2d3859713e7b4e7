import sql from 'sql-template-tag';
import { roles as allRoles, type Role } from '../../../access/roles';
import type { Transaction } from '../../../platform/database/pool';
import { forbidden, sessionEnded, unauthenticated } from '../../../platform/graphql/errors';
import type { Viewer } from '../../../platform/requests/viewer';

interface ActorRow {
  readonly roles: Role[];
  readonly generation: number;
  readonly isLocked: boolean;
}

/**
 * Locks the account that a row is added to, so that concurrent calls cannot exceed a limit
 * or use a name twice.
 * @throws UNAUTHENTICATED if it was erased: its tokens remain valid for a moment.
 */
export async function lockOwner(transaction: Transaction, userId: string): Promise<void> {
  const { rowCount } = await transaction.query(sql`
    SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`);
  if (rowCount !== 1) throw unauthenticated();
}

/**
 * Locks the acting account and checks its current roles, because those in its token may be
 * outdated. Runs in the transaction of the change, so that roles cannot change in between.
 * @param allowed roles of which it must have one; null: none is needed.
 * @returns its current roles, without those that its token lacks: a session that was begun without a
 * second factor has fewer than the account.
 * @throws FORBIDDEN if it has none of them, UNAUTHENTICATED if its session has ended.
 */
export async function lockActor(
  transaction: Transaction,
  viewer: Viewer,
  allowed: readonly Role[] | null = null,
): Promise<readonly Role[]> {
  const requires = {
    roles: allRoles.filter((role) => allowed === null || allowed.includes(role)),
    scopes: [],
  };
  if (viewer.kind !== 'user') throw forbidden(requires);
  const { rows } = await transaction.query<ActorRow>(sql`
    SELECT roles::text[] AS roles, token_generation AS generation,
      locked_at IS NOT NULL AS "isLocked"
    FROM users WHERE id = ${viewer.userId} FOR UPDATE`);
  const [account] = rows;
  if (!account) throw unauthenticated();
  if (account.isLocked) throw sessionEnded();
  const held = account.roles.filter((role) => viewer.roles.includes(role));
  if (allowed !== null && !held.some((role) => allowed.includes(role))) throw forbidden(requires);
  if (viewer.generation < account.generation) throw sessionEnded();
  return held;
}
