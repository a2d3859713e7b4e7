import { ConflictError, NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';
import { OrderStateError } from './order-state-error';

export const DeliverOrderResult = outcomeUnion(
  'DeliverOrderResult',
  'The order with what has arrived, or why nothing was recorded.',
  Order,
  [OrderStateError, ConflictError, NotFoundError],
);
export type DeliverOrderResult = OutcomeOf<typeof DeliverOrderResult, OrderRow>;
