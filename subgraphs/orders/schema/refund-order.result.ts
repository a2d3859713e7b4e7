import {
  ConflictError,
  IdempotencyKeyReusedError,
  NotFoundError,
  ValidationError,
} from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';
import { OrderStateError } from './order-state-error';
import { RefundTooLargeError } from './refund-too-large-error';

export const RefundOrderResult = outcomeUnion(
  'RefundOrderResult',
  'The order with its refund, or why nothing was refunded.',
  Order,
  [
    RefundTooLargeError,
    OrderStateError,
    ConflictError,
    IdempotencyKeyReusedError,
    NotFoundError,
    ValidationError,
  ],
);
export type RefundOrderResult = OutcomeOf<typeof RefundOrderResult, OrderRow>;
