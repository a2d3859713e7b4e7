import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { DeleteViewResult } from '../schema/delete-view.result';
import { ownAccount } from '../visibility';
import { staffChange } from '../workflows/audit-entries';

@Resolver()
export class DeleteViewOperation {
  @Mutation(() => DeleteViewResult, {
    nullable: true,
    description: 'Deletes one of your saved views. FORBIDDEN for API keys.',
  })
  async deleteView(
    @Arg('id', () => ID, { description: 'Id of the view to delete.' }) id: string,
    @Ctx() context: UsersContext,
  ): Promise<DeleteViewResult> {
    const { id: userId } = await ownAccount(context);
    if (!isUuid(id)) return new NotFoundError('view');
    const entry = staffChange(context.viewer, 'view.delete', `SavedView:${id.toLowerCase()}`);
    const removed = await context.store.savedViews.remove(userId, id, entry);
    return removed ?? new NotFoundError('view');
  }
}
