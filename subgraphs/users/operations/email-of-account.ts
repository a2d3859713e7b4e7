import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

@Resolver()
export class EmailOfAccountOperation {
  @Query(() => String, {
    nullable: true,
    description:
      'Where an account is written to: for whoever sends it a mail at this moment, as addresses ' +
      'are kept here alone. Null for one that is no more.',
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
