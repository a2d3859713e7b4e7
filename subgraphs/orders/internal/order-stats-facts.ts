import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { checkedFirst } from '../../../platform/graphql/connection';
import { DateTime } from '../../../platform/graphql/scalars';
import type { OrdersContext } from '../context';
import { OrderStatsFacts } from '../schema/order-stats-facts';

const daysMax = 50;
/** Enough to find the cause: one order in the wrong place is in two figures, of hour and day. */
const differencesMax = 10;

/** Keyset pages for `npm run verify`. */
@Resolver()
export class OrderStatsFactsOperation {
  @Query(() => [OrderStatsFacts], {
    description:
      'Facts about days with orders or statistics, oldest first; an empty list is the end.',
  })
  async orderStatsFacts(
    @Arg('after', () => DateTime, { nullable: true }) after: Date | null = null,
    @Arg('first', () => Int) first: number,
    @Ctx() { store }: OrdersContext,
  ): Promise<OrderStatsFacts[]> {
    const days = await store.orderStats.days(after, checkedFirst(first, daysMax));
    const facts: OrderStatsFacts[] = [];
    // One after the other: each reads all orders of its day.
    for (const day of days) {
      const differences = await store.orderStats.differences(day, differencesMax);
      facts.push({ day, differences });
    }
    return facts;
  }
}
