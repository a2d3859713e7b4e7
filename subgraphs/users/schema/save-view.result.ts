import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { SavedViewRow } from '../store/saved-views';
import { SavedView } from './saved-view';

export const SaveViewResult = outcomeUnion(
  'SaveViewResult',
  'The saved view, or why it was not saved.',
  SavedView,
  [ValidationError, NotFoundError],
);
export type SaveViewResult = OutcomeOf<typeof SaveViewResult, SavedViewRow>;
