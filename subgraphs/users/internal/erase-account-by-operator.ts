import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { forbidden } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { logErasure } from '../workflows/log-erasure';

@Resolver()
export class EraseAccountByOperatorOperation {
  @Mutation(() => Boolean, {
    description:
      'Erases an account that its owner has erased and a restored backup has brought back. ' +
      'False if there is no such account. Erasing the last ADMIN is FORBIDDEN. Audited.',
  })
  async eraseAccountByOperator(
    @Arg('userId', () => ID) userId: string,
    @Ctx() { store, viewer, logger, staffSecondFactor }: UsersContext,
  ): Promise<boolean> {
    if (!isUuid(userId)) return false;
    const subject = `User:${userId}`;
    const entry = { actor: 'system', action: 'user.erase', subject, detail: null };
    const outcome = await store.erasures.erase(viewer, userId, entry, staffSecondFactor);
    if (outcome === 'last-admin')
      throw forbidden(undefined, 'The last ADMIN who can sign in as one cannot be erased.');
    // A restore to a moment before this erasure needs it, too.
    if (outcome === 'erased') logErasure(logger, userId.toLowerCase());
    return outcome === 'erased';
  }
}
