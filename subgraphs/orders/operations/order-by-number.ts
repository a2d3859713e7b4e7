import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { OrdersContext } from '../context';
import { readOrderNumber } from '../domain/order-number';
import { Order } from '../schema/order';
import type { OrderRow } from '../store/order-reads';
import { visibleOrder } from '../visibility';

@Resolver()
export class OrderByNumberOperation {
  @Query(() => Order, {
    nullable: true,
    description:
      'One order by its number. Null if it does not exist or the caller may not see it. API keys need ORDERS_READ.',
  })
  async orderByNumber(
    @Arg('number', () => String, {
      description: 'Number of the order, in any case, with or without dashes.',
    })
    text: string,
    @Ctx() { store, viewer }: OrdersContext,
  ): Promise<OrderRow | null> {
    const number = readOrderNumber(text);
    if (number === null) return null;
    return visibleOrder(await store.reads.byNumber(number), viewer);
  }
}
