import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { hasRole } from '../../../access/roles';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import { userIdOf } from '../../../platform/requests/viewer';
import type { OrdersContext } from '../context';
import { BulkActionConnection } from '../schema/bulk-action';
import type { BulkActionRow } from '../store/bulk-actions';

const sorting = 'bulk';
const cursorKeys = [cursorKey.instant, cursorKey.uuid];

@Resolver()
export class BulkActionsOperation {
  @Query(() => BulkActionConnection, {
    nullable: true,
    description:
      'Your bulk actions of the last 90 days, newest first; ADMIN sees those of everybody. Staff only.',
  })
  async bulkActions(
    @Arg('first', () => Int, firstArgument()) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Ctx() { store, viewer }: OrdersContext,
  ): Promise<Page<BulkActionRow>> {
    const page = pageRequest(first, after, sorting, cursorKeys);
    const owner = hasRole(viewer, 'ADMIN') ? null : userIdOf(viewer);
    const rows = await store.bulkActions.page(owner, page);
    return pageOf(rows, page, sorting, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  }
}
