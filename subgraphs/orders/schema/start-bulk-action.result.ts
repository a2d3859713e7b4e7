import { IdempotencyKeyReusedError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { BulkActionRow } from '../store/bulk-actions';
import { BulkAction } from './bulk-action';

export const StartBulkActionResult = outcomeUnion(
  'StartBulkActionResult',
  'The bulk action, or why none was started.',
  BulkAction,
  [ValidationError, IdempotencyKeyReusedError],
);
export type StartBulkActionResult = OutcomeOf<typeof StartBulkActionResult, BulkActionRow>;
