import { Arg, Ctx, Int, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';

/** The least that `orders.stockMovementDays` takes. */
const daysMin = 90;
const limitMax = 1_000;

@Resolver()
export class ForgetMovementsOperation {
  @Mutation(() => Int, {
    description: `\
Deletes movements of stock that are older than so many days, ${daysMin} at least, at most ${limitMax} a
call. Their sums stay as opening balances. Answers how many were deleted.`,
  })
  async forgetMovements(
    @Arg('days', () => Int) days: number,
    @Arg('limit', () => Int) limit: number,
    @Ctx() { store }: InventoryContext,
  ): Promise<number> {
    if (days < daysMin) throw badUserInput(`\`days\` takes ${daysMin} or more.`);
    if (limit < 1 || limit > limitMax) throw badUserInput(`\`limit\` takes 1 to ${limitMax}.`);
    return store.stockMovements.forget(days, limit);
  }
}
