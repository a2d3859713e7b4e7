import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { subjectOf } from '../../../platform/flags/flags';
import type { OrdersContext } from '../context';
import {
  firstArgument,
  type ListedOrders,
  listedOrders,
  OrderConnection,
  orderPageRequest,
} from '../schema/order-connection';
import { listableOwner, OrderFilter, orderQuery } from '../schema/order-filter';

@Resolver()
export class OrdersOperation {
  @Query(() => OrderConnection, {
    nullable: true,
    description: 'All orders the viewer may see, newest first.',
  })
  async orders(
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null = null,
    @Arg('filter', () => OrderFilter, { nullable: true }) filter: OrderFilter | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<ListedOrders> {
    const { store, viewer, flags } = context;
    const query = await orderQuery(filter ?? {}, listableOwner(viewer), context);
    const page = orderPageRequest(first, after);
    const rows = await store.reads.page(query, page);
    return listedOrders(rows, page, async () => {
      const isExact = await flags.isOn('exact-counts', subjectOf(viewer));
      return isExact ? store.reads.count(query) : store.reads.estimatedCount(query);
    });
  }
}
