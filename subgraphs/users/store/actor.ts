import { roles as allRoles, type Role, type Viewer } from '../../../platform/auth/viewer';
import type { Transaction } from '../../../platform/database/pool';
import { forbidden, sessionEnded, unauthenticated } from '../../../platform/graphql/errors';

interface ActorRow {
  readonly roles: Role[];
  readonly generation: number;
  readonly isLocked: boolean;
}

/**
 * Locks the acting account and checks its current roles, because those in its token may be
 * outdated. Runs in the transaction of the change, so that roles cannot change in between.
 * @param allowed roles of which it must have one; any by default.
 * @returns its roles.
 * @throws FORBIDDEN if it has none of them, UNAUTHENTICATED if its session has ended.
 */
export async function lockActor(
  transaction: Transaction,
  viewer: Viewer,
  allowed: readonly Role[] = allRoles,
): Promise<readonly Role[]> {
  const requires = { roles: allRoles.filter((role) => allowed.includes(role)), scopes: [] };
  if (viewer.kind !== 'user') throw forbidden(requires);
  const { rows } = await transaction.query<ActorRow>(
    `SELECT roles::text[] AS roles, token_generation AS generation,
       locked_at IS NOT NULL AS "isLocked"
     FROM users WHERE id = $1 FOR UPDATE`,
    [viewer.userId],
  );
  const [account] = rows;
  if (!account) throw unauthenticated();
  if (account.isLocked) throw sessionEnded();
  if (!account.roles.some((role) => allowed.includes(role))) throw forbidden(requires);
  if (viewer.generation < account.generation) throw sessionEnded();
  return account.roles;
}
