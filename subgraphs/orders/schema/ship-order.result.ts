import {
  ConflictError,
  IdempotencyKeyReusedError,
  NotFoundError,
  ValidationError,
} from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { OrderRow } from '../store/order-reads';
import { InsufficientStockError } from './insufficient-stock-error';
import { Order } from './order';
import { OrderStateError } from './order-state-error';

export const ShipOrderResult = outcomeUnion(
  'ShipOrderResult',
  'The order with its new shipments, or why nothing was shipped.',
  Order,
  [
    OrderStateError,
    ConflictError,
    IdempotencyKeyReusedError,
    InsufficientStockError,
    NotFoundError,
    ValidationError,
  ],
);
export type ShipOrderResult = OutcomeOf<typeof ShipOrderResult, OrderRow>;
