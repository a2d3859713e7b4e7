import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { StartedAgain } from '../schema/started-again';
import type { StartedAgainRow } from '../store/audit';

const idsMax = 1_000;

@Resolver()
export class StartedAgainOperation {
  @Query(() => [StartedAgain], {
    description: `Those of these accounts, ${idsMax} at most, whose address was verified by a reset of the password: what they had before is not their owner's.`,
  })
  async startedAgain(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() { store }: UsersContext,
  ): Promise<StartedAgainRow[]> {
    if (ids.length > idsMax) throw badUserInput(`\`ids\` takes at most ${idsMax}.`);
    return store.audit.startedAgain(ids.filter(isUuid));
  }
}
