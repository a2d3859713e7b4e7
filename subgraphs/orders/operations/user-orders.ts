import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import { publicError } from '../../../platform/requests/public-error';
import type { OrdersContext } from '../context';
import { mayListOrdersOf } from '../references';
import { seesCustomers } from '../rules';
import {
  type ListedOrders,
  listedOrders,
  OrderConnection,
  orderPageRequest,
} from '../schema/order-connection';
import { filterArgument, OrderFilter } from '../schema/order-filter.input';
import { User } from '../schema/user-stub';
import { orderQuery } from '../workflows/order-query';

const ordersAway = () =>
  publicError('SERVICE_UNAVAILABLE', 'The orders cannot be read now. Try again in a minute.');

/** The field `orders` of User. */
@Resolver(() => User)
export class UserOrdersFields {
  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description:
      'Orders of the account, newest first. Null for others than the account itself, SUPPORT and ADMIN. API keys need ORDERS_READ.',
  })
  async orders(
    @Root() user: User,
    @Arg('first', () => Int, firstArgument()) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Arg('filter', () => OrderFilter, filterArgument) filter: OrderFilter | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<ListedOrders | null> {
    const { loaders, viewer } = context;
    const ownerId = user.id;
    if (!mayListOrdersOf(ownerId, viewer)) return null;
    const query = await orderQuery(filter ?? {}, null, context);
    const page = orderPageRequest(first, after);
    const found = await loaders.pageByOwner.load({ ownerId, query, page });
    // An empty list would tell the buyer that the orders are lost.
    if (!found.complete && !seesCustomers(viewer)) throw ordersAway();
    return listedOrders(found, page, () => loaders.countByOwner.load({ ownerId, query }));
  }
}
