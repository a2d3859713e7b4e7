import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { StopBulkActionResult } from '../schema/stop-bulk-action.result';
import { visibleBulkAction } from '../visibility';

@Resolver()
export class StopBulkActionOperation {
  @Mutation(() => StopBulkActionResult, {
    nullable: true,
    description:
      'Stops one of your bulk actions, or any as ADMIN. Finished orders are not undone. Stopping an ended one changes nothing.',
  })
  async stopBulkAction(
    @Arg('id', () => ID, { description: 'Id of the bulk action to stop.' }) id: string,
    @Ctx() { store, viewer }: OrdersContext,
  ): Promise<StopBulkActionResult> {
    const row = isUuid(id) ? await store.bulkActions.byId(id) : null;
    const visible = visibleBulkAction(row, viewer);
    if (visible === null) return new NotFoundError('bulk action');
    const audit = staffEntry(viewer, 'bulk_action.stop', `BulkAction:${visible.id}`);
    const stopped = await store.bulkActions.stop(visible.id, audit);
    if (stopped !== null) store.workSignal.emit('audit');
    return (
      stopped ?? (await store.bulkActions.byId(visible.id)) ?? new NotFoundError('bulk action')
    );
  }
}
