import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { DateTime } from '../../../platform/graphql/scalars';
import { isUuid, nilUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { ErasedAccount } from '../schema/erased-account';
import type { ErasureRow } from '../store/accounts';

const pageSize = 1_000;

@Resolver()
export class ErasedAccountsOperation {
  @Query(() => [ErasedAccount], {
    description:
      `Erased accounts, oldest first, at most ${pageSize}, for services that store personal data. ` +
      'Both arguments together continue after the last one of a page. Begin each time five ' +
      'minutes earlier, because a transaction commits after its timestamp.',
  })
  async erasedAccounts(
    @Arg('since', () => DateTime) since: Date,
    @Arg('afterUserId', () => ID, { nullable: true }) afterUserId: string | null = null,
    @Ctx() { store }: UsersContext,
  ): Promise<ErasureRow[]> {
    if (afterUserId !== null && !isUuid(afterUserId))
      throw badUserInput('`afterUserId` must be a UUID.');
    return store.accounts.erased(since, afterUserId ?? nilUuid, pageSize);
  }
}
