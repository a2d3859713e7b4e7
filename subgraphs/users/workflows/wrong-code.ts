import type { RequestScope } from '../../../platform/graphql/request-scope';
import { userIdOf } from '../../../platform/requests/viewer';
import type { UsersMetrics } from '../metrics';
import type { UsersStore } from '../store';
import { entryBy } from './audit-entries';
import type { SignInLimits } from './sign-in-limits';

interface Context extends RequestScope {
  readonly store: Pick<UsersStore, 'audit'>;
  readonly signInLimits: SignInLimits;
  readonly metrics: UsersMetrics;
}

/** The account that a code is for. */
interface CodeAccount {
  readonly id: string;
  readonly email: string;
}

const claimantOf = ({ signInLimits, viewer }: Context, { id, email }: CodeAccount) =>
  signInLimits.claimantOf(viewer, email, userIdOf(viewer) === id ? id : undefined);

/**
 * @throws RATE_LIMITED after too many failed sign-ins of the address, or of the account from it,
 * unless the device is a known one.
 */
export async function demandFewFailures(context: Context, account: CodeAccount): Promise<void> {
  try {
    await context.signInLimits.checkCode(await claimantOf(context, account));
  } catch (error) {
    context.metrics.signIn('rate_limited');
    throw error;
  }
}

/** A wrong code counts as a failed sign-in, so that codes cannot be guessed. Audited. */
export async function recordWrongCode(context: Context, account: CodeAccount): Promise<void> {
  const { signInLimits, metrics, store, viewer } = context;
  await signInLimits.countWrongCode(await claimantOf(context, account));
  metrics.signIn('wrong_code');
  await store.audit.append(
    entryBy(viewer, 'session.sign_in_failed', `User:${account.id}`, { reason: 'wrong_code' }),
  );
}
