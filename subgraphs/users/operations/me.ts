import { Ctx, Query, Resolver } from 'type-graphql';
import { userIdOf } from '../../../platform/auth/viewer';
import { unauthenticated } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { User } from '../schema/user';
import type { Account } from '../store/accounts';

@Resolver()
export class MeOperation {
  @Query(() => User, { nullable: true, description: 'The account that is signed in.' })
  async me(@Ctx() { loaders, viewer }: UsersContext): Promise<Account> {
    const userId = userIdOf(viewer);
    const account = userId === null ? null : await loaders.accountById.load(userId);
    // A token outlives its account by some minutes at most.
    if (account === null) throw unauthenticated();
    return account;
  }
}
