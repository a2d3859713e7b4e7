import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { assertNever } from '../../../platform/values/assert-never';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { savedViewFields, savedViewProblems, savedViewsMax } from '../domain/saved-view';
import { SaveViewInput } from '../schema/save-view.input';
import { SaveViewResult } from '../schema/save-view.result';
import type { ViewNotSaved } from '../store/saved-views';
import { ownAccount } from '../visibility';
import { staffChange } from '../workflows/audit-entries';

function refusal(reason: ViewNotSaved): ValidationError | NotFoundError {
  const refused = (path: string[], message: string) => new ValidationError([{ path, message }]);
  switch (reason) {
    case 'unknown':
      return new NotFoundError('view');
    case 'name taken':
      return refused(['name'], 'Another view of this list has the name. Choose another one.');
    case 'too many':
      return refused([], `There are ${savedViewsMax} views already. Delete one first.`);
    default:
      return assertNever(reason);
  }
}

@Resolver()
export class SaveViewOperation {
  @Mutation(() => SaveViewResult, {
    nullable: true,
    description: `Saves a view of a list for you alone, or replaces one; you can have ${savedViewsMax}. FORBIDDEN for API keys.`,
  })
  async saveView(
    @Arg('id', () => ID, {
      nullable: true,
      description: 'Id of the view to replace. Null adds a new one.',
    })
    id: string | null = null,
    @Arg('input', () => SaveViewInput, {
      description: 'The complete view. Nothing of an earlier one is kept.',
    })
    input: SaveViewInput,
    @Ctx() context: UsersContext,
  ): Promise<SaveViewResult> {
    const { id: userId } = await ownAccount(context);
    const problems = savedViewProblems(input);
    if (problems.length > 0) return new ValidationError(problems);
    if (id !== null && !isUuid(id)) return refusal('unknown');
    const view = { ...savedViewFields(input), id: id?.toLowerCase() ?? null, userId };
    const saved = await context.store.savedViews.save(view, savedViewsMax, (savedId) =>
      staffChange(context.viewer, 'view.save', `SavedView:${savedId}`),
    );
    return typeof saved === 'string' ? refusal(saved) : saved;
  }
}
