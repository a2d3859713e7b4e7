import type { Passwords, PasswordWork } from '../../../platform/auth/password';
import { unauthenticated } from '../../../platform/graphql/errors';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import { claimantOf, userIdOf } from '../../../platform/requests/viewer';
import { passwordUnitsMax } from '../domain/password-policy';
import type { UsersMetrics } from '../metrics';
import type { UsersStore } from '../store';
import type { UserRow } from '../store/accounts';
import { entryBy } from './audit-entries';
import type { SignInLimits } from './sign-in-limits';

interface Context extends RequestScope {
  readonly store: Pick<UsersStore, 'accounts' | 'audit'>;
  readonly passwords: Passwords;
  readonly signInLimits: SignInLimits;
  readonly metrics: UsersMetrics;
}

/** An account whose password was just confirmed. Its session may lack some of its roles. */
export interface ConfirmedAccount extends Omit<UserRow, 'roles'> {
  readonly passwordHash: string;
}

/**
 * Confirms the password before an action that a stolen token must not do. A wrong password counts
 * as a failed sign-in, so that it cannot be guessed here either.
 * @param then runs in the same slot of the queue, to compute another hash.
 * @returns null if the password is wrong.
 * @throws RATE_LIMITED after too many failures or with too many concurrent requests,
 * UNAUTHENTICATED if the account does not exist.
 */
export async function confirmPassword<T>(
  context: Context,
  password: string,
  then: (account: ConfirmedAccount, work: PasswordWork) => Promise<T>,
): Promise<T | null> {
  const { store, passwords, signInLimits, viewer, signal } = context;
  const userId = userIdOf(viewer);
  if (userId === null) throw unauthenticated();
  // Somebody who is signed in waits for no strangers.
  passwords.refuseWhenFull({ ...claimantOf(viewer), device: userId });
  const account = await store.accounts.withHash(userId);
  if (account === null) throw unauthenticated();
  const claimant = await signInLimits.claimantOf(viewer, account.email, account.id);
  await signInLimits.check(claimant);
  return passwords.run(
    claimant,
    async (work) => {
      await signInLimits.begin(claimant);
      const { passwordHash } = account;
      const canMatch = password.length <= passwordUnitsMax;
      const matches = canMatch && (await work.verify(password, passwordHash));
      if (matches && passwordHash !== null) return then({ ...account, passwordHash }, work);
      await signInLimits.countFailure(claimant);
      context.metrics.signIn('wrong_password');
      await store.audit.append(
        entryBy(viewer, 'session.sign_in_failed', `User:${account.id}`, {
          reason: 'wrong_password',
        }),
      );
      return null;
    },
    signal,
  );
}
