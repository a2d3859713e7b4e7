import { Ctx, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { User } from '../schema/user';
import type { Account } from '../store/accounts';
import { shownAccount } from '../visibility';

@Resolver()
export class MeOperation {
  @Query(() => User, {
    nullable: true,
    description: 'The account that is signed in, or the owner of the API key.',
  })
  async me(@Ctx() context: UsersContext): Promise<Account> {
    return shownAccount(context);
  }
}
