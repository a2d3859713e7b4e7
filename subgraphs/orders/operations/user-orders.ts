import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { OrdersContext } from '../context';
import { mayListOrdersOf } from '../references';
import {
  firstArgument,
  type ListedOrders,
  listedOrders,
  OrderConnection,
  orderPageRequest,
} from '../schema/order-connection';
import { OrderFilter, orderQuery } from '../schema/order-filter';
import { User } from '../schema/user-stub';

/** What orders adds to the accounts of users. */
@Resolver(() => User)
export class UserOrdersOperation {
  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description: "Newest first. Null for others than the account's owner, SUPPORT and ADMIN.",
  })
  async orders(
    @Root() user: User,
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null = null,
    @Arg('filter', () => OrderFilter, { nullable: true }) filter: OrderFilter | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<ListedOrders | null> {
    const { loaders, viewer } = context;
    const ownerId = user.id;
    if (!mayListOrdersOf(ownerId, viewer)) return null;
    const query = await orderQuery(filter ?? {}, null, context);
    const page = orderPageRequest(first, after);
    const rows = await loaders.pageByOwner.load({ ownerId, query, page });
    return listedOrders(rows, page, () => loaders.countByOwner.load({ ownerId, query }));
  }
}
