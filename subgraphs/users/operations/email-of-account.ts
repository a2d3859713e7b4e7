import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

@Resolver()
export class EmailOfAccountOperation {
  @Query(() => String, {
    nullable: true,
    description:
      'The e-mail address of an account, for a caller that sends an e-mail now; e-mail addresses ' +
      'are stored here alone. Null if the account is erased.',
  })
  async emailOfAccount(
    @Arg('userId', () => ID) userId: string,
    @Ctx() { store }: UsersContext,
  ): Promise<string | null> {
    if (!isUuid(userId)) return null;
    const [account] = await store.accounts.byIds([userId]);
    return account?.email ?? null;
  }
}
