import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { DateTime } from '../../../platform/graphql/scalars';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import type { ErasureRow } from '../store/accounts';

const pageSize = 1_000;
const lowestId = '00000000-0000-0000-0000-000000000000';

@ObjectType({ simpleResolvers: true })
export class ErasedAccount {
  @Field(() => ID)
  userId: string;

  @Field(() => DateTime)
  erasedAt: Date;
}

@Resolver()
export class ErasedAccountsOperation {
  @Query(() => [ErasedAccount], {
    description:
      `Accounts that are no more, oldest first, ${pageSize} at most: for whoever keeps something ` +
      'of a person elsewhere. It goes on behind the last one by its two values; begin each time ' +
      'a minute earlier, as a transaction commits after its moment.',
  })
  async erasedAccounts(
    @Arg('since', () => DateTime) since: Date,
    @Arg('afterUserId', () => ID, { nullable: true }) afterUserId: string | null = null,
    @Ctx() { store }: UsersContext,
  ): Promise<ErasureRow[]> {
    if (afterUserId !== null && !isUuid(afterUserId))
      throw badUserInput('`afterUserId` must be a UUID.');
    return store.accounts.erased(since, afterUserId ?? lowestId, pageSize);
  }
}
