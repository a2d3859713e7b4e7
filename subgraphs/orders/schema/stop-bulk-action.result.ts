import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { BulkActionRow } from '../store/bulk-actions';
import { BulkAction } from './bulk-action';

export const StopBulkActionResult = outcomeUnion(
  'StopBulkActionResult',
  'The bulk action after the stop, or an error if it does not exist.',
  BulkAction,
  [NotFoundError],
);
export type StopBulkActionResult = OutcomeOf<typeof StopBulkActionResult, BulkActionRow>;
