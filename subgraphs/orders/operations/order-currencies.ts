import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { Currency, DateTime } from '../../../platform/graphql/scalars';
import type { OrdersContext } from '../context';

@Resolver()
export class OrderCurrenciesOperation {
  @Query(() => [Currency], {
    nullable: true,
    description:
      'Currencies of the orders that `orderStats` counts in a range of days, in alphabetical order. Staff only.',
  })
  async orderCurrencies(
    @Arg('from', () => DateTime, {
      description: 'Beginning of the range. The UTC day that contains it is the first one.',
    })
    from: Date,
    @Arg('to', () => DateTime, { description: 'End of the range, exclusive.' })
    to: Date,
    @Ctx() { store }: OrdersContext,
  ): Promise<string[]> {
    if (to < from) throw badUserInput('`to` may not be before `from`.', 'to');
    return await store.orderStats.currencies(from, to);
  }
}
