import { hasRole, userIdOf, type Viewer } from '../../platform/auth/viewer';
import { unauthenticated } from '../../platform/graphql/errors';
import type { UsersLoaders } from './loaders';
import type { Account } from './store/accounts';

/**
 * An account exists for itself (a key acts as its owner), for SUPPORT and ADMIN, and for the
 * system. No scope covers the accounts of others, so a key of theirs sees its owner only.
 */
export function visibleAccount(account: Account | null, viewer: Viewer): Account | null {
  if (account === null) return null;
  if (viewer.kind === 'system' || account.id === userIdOf(viewer)) return account;
  return viewer.kind === 'user' && hasRole(viewer, 'SUPPORT', 'ADMIN') ? account : null;
}

/**
 * The account that acts.
 * @throws UNAUTHENTICATED when it is no more: a token outlives its account by a moment.
 */
export async function ownAccount({
  loaders,
  viewer,
}: {
  readonly loaders: Pick<UsersLoaders, 'accountById'>;
  readonly viewer: Viewer;
}): Promise<Account> {
  const userId = userIdOf(viewer);
  const account = userId === null ? null : await loaders.accountById.load(userId);
  if (account === null) throw unauthenticated();
  return account;
}
