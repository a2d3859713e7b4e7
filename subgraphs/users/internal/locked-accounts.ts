import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';

const idsMax = 1_000;

@Resolver()
export class LockedAccountsOperation {
  @Query(() => [ID], {
    description: `Those of these accounts, ${idsMax} at most, that may have no webhook endpoints now: locked ones, those without the role, and those that disowned a change and have no new password yet.`,
  })
  async lockedAccounts(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() { store }: UsersContext,
  ): Promise<string[]> {
    if (ids.length > idsMax) throw badUserInput(`\`ids\` takes at most ${idsMax}.`);
    return store.accounts.withoutWebhooks(ids.filter(isUuid));
  }
}
