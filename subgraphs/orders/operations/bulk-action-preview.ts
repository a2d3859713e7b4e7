import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { OrdersContext } from '../context';
import { bulkOrdersMax, statusesFor } from '../domain/bulk-action';
import { BulkOrderAction } from '../schema/bulk-action';
import { BulkActionPreview } from '../schema/bulk-action-preview';
import { OrderSelection } from '../schema/order-selection.input';
import { bulkSelection } from '../workflows/bulk-selection';

@Resolver()
export class BulkActionPreviewOperation {
  @Query(() => BulkActionPreview, {
    nullable: true,
    description: 'How many orders a bulk action would affect, for a person to confirm. Staff only.',
  })
  async bulkActionPreview(
    @Arg('action', () => BulkOrderAction, { description: 'The action to take on each order.' })
    action: BulkOrderAction,
    @Arg('selection', () => OrderSelection, { description: 'The orders, by id or by a filter.' })
    selection: OrderSelection,
    @Ctx() context: OrdersContext,
  ): Promise<BulkActionPreview> {
    const query = await bulkSelection(selection, context);
    const statuses = await context.store.bulkActions.preview(query, bulkOrdersMax + 1);
    const sum = (counts: readonly { readonly count: number }[]): number =>
      counts.reduce((total, { count }) => total + count, 0);
    const total = sum(statuses);
    const allowing = statusesFor(action);
    return {
      total,
      isTooMany: total > bulkOrdersMax,
      possible: sum(statuses.filter(({ status }) => allowing.includes(status))),
      statuses,
    };
  }
}
