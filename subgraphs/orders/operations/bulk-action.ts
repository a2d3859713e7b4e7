import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { bulkActionState } from '../domain/bulk-action';
import {
  BulkAction,
  BulkActionItem,
  BulkActionItemConnection,
  BulkActionState,
  BulkItemState,
} from '../schema/bulk-action';
import { Order } from '../schema/order';
import type { BulkActionItemRow, BulkActionRow } from '../store/bulk-actions';
import type { OrderRow } from '../store/order-reads';
import { visibleBulkAction, visibleOrder } from '../visibility';

const sorting = 'item';
const cursorKeys = [cursorKey.matching(/^\d{1,9}$/)];

@Resolver()
export class BulkActionOperation {
  @Query(() => BulkAction, {
    nullable: true,
    description:
      'One bulk action. Null if it does not exist, or is not yours and you are not ADMIN. Staff only.',
  })
  async bulkAction(
    @Arg('id', () => ID, { description: 'Id of the bulk action.' }) id: string,
    @Ctx() { store, viewer }: OrdersContext,
  ): Promise<BulkActionRow | null> {
    return isUuid(id) ? visibleBulkAction(await store.bulkActions.byId(id), viewer) : null;
  }
}

@Resolver(() => BulkAction)
export class BulkActionFields {
  @FieldResolver(() => BulkActionState, { description: 'Whether it waits, runs or has ended.' })
  state(@Root() row: BulkActionRow) {
    return bulkActionState(row);
  }

  @FieldResolver(() => String, {
    description: 'Who started it, as in the audit log, e.g. `User:0193…`.',
  })
  actor(@Root() { userId }: BulkActionRow): string {
    return `User:${userId}`;
  }

  @FieldResolver(() => BulkActionItemConnection, {
    description: 'Its orders with their results, newest order first.',
  })
  async items(
    @Root() { id }: BulkActionRow,
    @Arg('first', () => Int, firstArgument()) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Arg('state', () => BulkItemState, {
      nullable: true,
      description: 'Only orders with this result. Null means all.',
    })
    state: BulkItemState | null = null,
    @Ctx() { store }: OrdersContext,
  ): Promise<Page<BulkActionItemRow>> {
    const page = pageRequest(first, after, sorting, cursorKeys);
    const rows = await store.bulkActions.items(id, state, page);
    return pageOf(rows, page, sorting, ({ position }) => [String(position)]);
  }
}

@Resolver(() => BulkActionItem)
export class BulkActionItemFields {
  @FieldResolver(() => Order, {
    nullable: true,
    description: 'The order as it is now. Null if you may no longer see it.',
  })
  async order(
    @Root() { orderId }: BulkActionItemRow,
    @Ctx() { loaders, viewer }: OrdersContext,
  ): Promise<OrderRow | null> {
    return visibleOrder(await loaders.orderById.load(orderId), viewer);
  }
}
