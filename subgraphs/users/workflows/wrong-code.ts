import type { RequestScope } from '../../../platform/graphql/request-scope';
import { actorOf, claimantOf } from '../../../platform/requests/viewer';
import type { UsersMetrics } from '../metrics';
import type { UsersStore } from '../store';
import type { SignInLimits } from './sign-in-limits';

interface Context extends RequestScope {
  readonly store: Pick<UsersStore, 'audit'>;
  readonly signInLimits: SignInLimits;
  readonly metrics: UsersMetrics;
}

/** @throws RATE_LIMITED after too many failed sign-ins of the address, or of the account from it. */
export async function demandFewFailures(context: Context, email: string): Promise<void> {
  try {
    await context.signInLimits.checkCode({ ...claimantOf(context.viewer), account: email });
  } catch (error) {
    context.metrics.signIn('rate_limited');
    throw error;
  }
}

/** A wrong code counts as a failed sign-in, so that codes cannot be guessed. Audited. */
export async function recordWrongCode(
  { signInLimits, metrics, store, viewer }: Context,
  { id, email }: { readonly id: string; readonly email: string },
): Promise<void> {
  await signInLimits.countWrongCode({ ...claimantOf(viewer), account: email });
  metrics.signIn('wrong_code');
  await store.audit.append({
    actor: actorOf(viewer),
    action: 'session.sign_in_failed',
    subject: `User:${id}`,
    detail: { reason: 'wrong_code' },
  });
}
