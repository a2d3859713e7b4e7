import { hasRole } from '../../access/roles';
import { unauthenticated } from '../../platform/graphql/errors';
import { userIdOf, type Viewer } from '../../platform/requests/viewer';
import type { UsersLoaders } from './loaders';
import type { Account } from './store/accounts';

/**
 * An account is visible to itself (a key acts as its owner), to SUPPORT and ADMIN, and to the
 * system. No scope covers other accounts, so a key of SUPPORT or ADMIN only sees its owner.
 */
export function visibleAccount(account: Account | null, viewer: Viewer): Account | null {
  if (account === null) return null;
  if (viewer.kind === 'system' || account.id === userIdOf(viewer)) return account;
  return viewer.kind === 'user' && hasRole(viewer, 'SUPPORT', 'ADMIN') ? account : null;
}

/**
 * The acting account without its roles: a session begun without a second factor has fewer of them.
 * Those of the session are what `lockActor` returns.
 */
export type OwnAccount = Omit<Account, 'roles'>;

interface OwnContext {
  readonly loaders: Pick<UsersLoaders, 'accountById'>;
  readonly viewer: Viewer;
}

/**
 * The acting account.
 * @throws UNAUTHENTICATED if it was erased: its tokens remain valid for a moment.
 */
export async function ownAccount(context: OwnContext): Promise<OwnAccount> {
  return shownAccount(context);
}

/** The acting account as answers show it to its owner, with all roles that are stored. */
export async function shownAccount({ loaders, viewer }: OwnContext): Promise<Account> {
  const userId = userIdOf(viewer);
  const account = userId === null ? null : await loaders.accountById.load(userId);
  if (account === null) throw unauthenticated();
  return account;
}
