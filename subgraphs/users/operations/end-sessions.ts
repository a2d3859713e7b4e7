import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { LockAccountResult } from '../schema/lock-account.result';
import { entryBy } from '../workflows/audit-entries';

@Resolver()
export class EndSessionsOperation {
  @Mutation(() => LockAccountResult, {
    nullable: true,
    description:
      'Ends every session of an account, and its access tokens within 5 s. API keys keep working. ADMIN; SUPPORT for customers.',
  })
  async endSessions(
    @Arg('userId', () => ID, { description: 'Id of the account whose sessions end.' })
    userId: string,
    @Ctx() context: UsersContext,
  ): Promise<LockAccountResult> {
    const { store, loaders, viewer } = context;
    if (!isUuid(userId)) return new NotFoundError('user');
    const entry = entryBy(viewer, 'user.end_sessions', `User:${userId.toLowerCase()}`);
    const isEnded = await store.accountLocks.endSessions({ actor: viewer, userId, entry });
    const account = isEnded ? await loaders.accountById.load(userId) : null;
    return account ?? new NotFoundError('user');
  }
}
