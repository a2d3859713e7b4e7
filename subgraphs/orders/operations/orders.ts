import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { subjectOf } from '../../../platform/flags/flags';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import type { OrdersContext } from '../context';
import {
  type ListedOrders,
  listedOrders,
  OrderConnection,
  orderPageRequest,
} from '../schema/order-connection';
import { filterArgument, OrderFilter } from '../schema/order-filter.input';
import { listableOwner, orderQuery } from '../workflows/order-query';

@Resolver()
export class OrdersOperation {
  @Query(() => OrderConnection, {
    nullable: true,
    description:
      'All orders that the caller may see, newest first: all for staff, your own for others. API keys need ORDERS_READ.',
  })
  async orders(
    @Arg('first', () => Int, firstArgument()) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Arg('filter', () => OrderFilter, filterArgument) filter: OrderFilter | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<ListedOrders> {
    const { store, viewer, flags } = context;
    const query = await orderQuery(filter ?? {}, listableOwner(viewer), context);
    const page = orderPageRequest(first, after);
    const found = await store.reads.page(query, page);
    return listedOrders(found, page, async () => {
      const isExact = await flags.isOn('exact-counts', subjectOf(viewer));
      return isExact ? store.reads.count(query) : store.reads.estimatedCount(query);
    });
  }
}
