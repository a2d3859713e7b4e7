import { ConflictError, NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';
import { OrderStateError } from './order-state-error';

export const ReviewOrderResult = outcomeUnion(
  'ReviewOrderResult',
  'The order after the decision, or why it was not decided.',
  Order,
  [OrderStateError, ConflictError, NotFoundError, ValidationError],
);
export type ReviewOrderResult = OutcomeOf<typeof ReviewOrderResult, OrderRow>;
