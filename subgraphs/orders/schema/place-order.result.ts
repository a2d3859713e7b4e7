import { IdempotencyKeyReusedError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { OrderRow } from '../store/order-reads';
import { InsufficientStockError } from './insufficient-stock-error';
import { Order } from './order';
import { PaymentDeclinedError } from './payment-declined-error';
import { PriceChangedError } from './price-changed-error';
import { UnknownProductError } from './unknown-product-error';

export const PlaceOrderResult = outcomeUnion(
  'PlaceOrderResult',
  'The order, decided or still PENDING, or why it was refused.',
  Order,
  [
    PriceChangedError,
    InsufficientStockError,
    UnknownProductError,
    PaymentDeclinedError,
    IdempotencyKeyReusedError,
    ValidationError,
  ],
);
export type PlaceOrderResult = OutcomeOf<typeof PlaceOrderResult, OrderRow>;
