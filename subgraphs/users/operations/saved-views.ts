import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { isListName } from '../domain/saved-view';
import { SavedView } from '../schema/saved-view';
import type { SavedViewRow } from '../store/saved-views';
import { ownAccount } from '../visibility';

@Resolver()
export class SavedViewsOperation {
  @Query(() => [SavedView], {
    nullable: true,
    description: 'Your saved views, at most 100, by list and name. FORBIDDEN for API keys.',
  })
  async savedViews(
    @Arg('list', () => String, {
      nullable: true,
      description: 'Only views of this list, e.g. `orders`. Null means all lists.',
    })
    list: string | null = null,
    @Ctx() context: UsersContext,
  ): Promise<SavedViewRow[]> {
    const { id } = await ownAccount(context);
    if (list !== null && !isListName(list)) return [];
    return context.store.savedViews.ofUser(id, list);
  }
}
