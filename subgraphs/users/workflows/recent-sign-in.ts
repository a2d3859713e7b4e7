import { roles as allRoles, type Role } from '../../../access/roles';
import { forbidden } from '../../../platform/graphql/errors';
import type { Viewer } from '../../../platform/requests/viewer';
import { isRecentSignIn } from '../domain/recent-sign-in';
import type { UsersStore } from '../store';

interface Context {
  readonly store: Pick<UsersStore, 'secondFactors'>;
  readonly viewer: Viewer;
  readonly recentSignInMinutes: number;
}

interface Demand {
  /** The roles that may do it; all of them, if left out. */
  readonly allowed?: readonly Role[];
  /** Whether an account without a second factor may do it at any time. */
  readonly onlyWithFactor?: boolean;
}

/**
 * Refuses what would outlast a stolen access token.
 * @throws FORBIDDEN with `requires.recentSignIn`.
 */
export async function demandRecentSignIn(
  { store, viewer, recentSignInMinutes: minutes }: Context,
  { allowed = allRoles, onlyWithFactor = false }: Demand,
): Promise<void> {
  if (viewer.kind !== 'user') throw forbidden();
  const factor = await store.secondFactors.of(viewer.userId);
  if (onlyWithFactor && factor === null) return;
  const { signedInAtMs } = viewer;
  const factorSince = factor?.confirmedAt ?? null;
  if (isRecentSignIn({ signedInAtMs, factorSince, nowMs: Date.now(), minutes })) return;
  throw forbidden(
    {
      roles: allRoles.filter((role) => allowed.includes(role)),
      scopes: [],
      recentSignIn: true,
    },
    `Sign in again to do this: it needs a sign-in of the last ${minutes} minutes${factor ? ', with the second factor' : ''}.`,
  );
}
