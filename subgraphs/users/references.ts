import { hasRole, userIdOf, type Viewer } from '../../platform/auth/viewer';
import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import type { UsersContext } from './context';
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

/** Federation's side door: the gateway asks for entities by key, and the viewer counts here too. */
export const references: Record<string, ReferenceResolver<UsersContext>> = {
  User: async ({ id }, { loaders, viewer }) =>
    visibleAccount(await loaders.accountById.load(String(id)), viewer),
};
