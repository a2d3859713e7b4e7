import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { SavedViewRow } from '../store/saved-views';
import { SavedView } from './saved-view';

export const DeleteViewResult = outcomeUnion(
  'DeleteViewResult',
  'The view as it was, or an error if you have no such view.',
  SavedView,
  [NotFoundError],
);
export type DeleteViewResult = OutcomeOf<typeof DeleteViewResult, SavedViewRow>;
