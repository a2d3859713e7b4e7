import { ConflictError, NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';
import { OrderStateError } from './order-state-error';

export const CancelOrderResult = outcomeUnion(
  'CancelOrderResult',
  'The cancelled order with its stock released, or why it was not cancelled.',
  Order,
  [OrderStateError, ConflictError, NotFoundError, ValidationError],
);
export type CancelOrderResult = OutcomeOf<typeof CancelOrderResult, OrderRow>;
