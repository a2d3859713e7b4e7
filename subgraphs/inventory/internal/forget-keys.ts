import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';

/** The retention promised by the API; orders' job may be configured to keep keys for longer. */
const daysMin = 90;
const limitMax = 1_000;

@Resolver()
export class ForgetKeysOperation {
  @Mutation(() => Int, {
    description: `\
Forgets idempotency keys of adjustStock and recordStockCount that are older than so many days,
${daysMin} at least, at most ${limitMax} a call. From then on such a key is new. Answers how many were forgotten.`,
  })
  async forgetKeys(
    @Arg('days', () => Int) days: number,
    @Arg('limit', () => Int) limit: number,
    @Ctx() { store }: InventoryContext,
  ): Promise<number> {
    if (days < daysMin) throw badUserInput(`\`days\` takes ${daysMin} or more.`);
    if (limit < 1 || limit > limitMax) throw badUserInput(`\`limit\` takes 1 to ${limitMax}.`);
    return store.stockAdjustments.forgetKeys(days, limit);
  }
}
