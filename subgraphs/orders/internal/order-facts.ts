import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { checkedFirst } from '../../../platform/graphql/connection';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrderFacts } from '../../../verify/facts';
import type { OrdersContext } from '../context';
import { OrderFactsType } from '../schema/order-facts';

const ordersMax = 500;

/** Keyset pages for `npm run verify`, so that answers do not grow with the shop. */
@Resolver()
export class OrderFactsOperation {
  @Query(() => [OrderFactsType], {
    description: 'Facts about orders, by id; an empty list is the end.',
  })
  orderFacts(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Arg('first', () => Int) first: number,
    @Ctx() { store }: OrdersContext,
  ): Promise<OrderFacts[]> {
    if (after !== null && !isUuid(after)) throw badUserInput('`after` takes the id of an order.');
    return store.integrity.orders(after, checkedFirst(first, ordersMax));
  }
}
