import { ConflictError, NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';
import { OrderStateError } from './order-state-error';

export const ResolveOrderResult = outcomeUnion(
  'ResolveOrderResult',
  'The order after the step was run again or undone, or why neither was done.',
  Order,
  [OrderStateError, ConflictError, NotFoundError, ValidationError],
);
export type ResolveOrderResult = OutcomeOf<typeof ResolveOrderResult, OrderRow>;
