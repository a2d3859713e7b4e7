import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import { userIdOf } from '../../../platform/requests/viewer';
import { isUuid } from '../../../platform/values/uuid';
import { reasonProblems } from '../domain/staff-reason';
import type { UsersLoaders } from '../loaders';
import type { UsersStore } from '../store';
import type { Account } from '../store/accounts';
import { entryBy } from './audit-entries';
import type { Orders } from './orders';

interface Context extends RequestScope {
  readonly store: Pick<UsersStore, 'accountLocks'>;
  readonly loaders: Pick<UsersLoaders, 'accountById'>;
  readonly orders: Orders;
}

/**
 * Locks or unlocks an account; does nothing if it is already in that state.
 * @throws FORBIDDEN for SUPPORT if the account is not a plain customer.
 */
export async function changeLock(
  context: Context,
  command: { readonly userId: string; readonly reason: string; readonly isLocked: boolean },
): Promise<Account | NotFoundError | ValidationError> {
  const { store, loaders, orders, viewer } = context;
  const { isLocked, reason } = command;
  const problems = reasonProblems(reason);
  if (problems.length > 0) return new ValidationError(problems);
  if (!isUuid(command.userId)) return new NotFoundError('user');
  const userId = command.userId.toLowerCase();
  if (userId === userIdOf(viewer)) {
    const message = 'You cannot lock or unlock your own account. Ask another ADMIN.';
    return new ValidationError([{ path: ['userId'], message }]);
  }
  const outcome = await store.accountLocks.change({
    actor: viewer,
    userId,
    isLocked,
    reason: reason.trim(),
    entry: entryBy(viewer, isLocked ? 'user.lock' : 'user.unlock', `User:${userId}`),
  });
  if (outcome === 'changed' && isLocked) await orders.notifyOfLock(context);
  return (await loaders.accountById.load(userId)) ?? new NotFoundError('user');
}
