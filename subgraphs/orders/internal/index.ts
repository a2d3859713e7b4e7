/** The operations that other services and the commands call; no client of the gateway can. */

export { AccountsErasedOperation } from './accounts-erased';
export { AccountsLockedOperation } from './accounts-locked';
export { ExportedOrdersOperation } from './exported-orders';
export { IdempotencyKeyFactsOperation } from './idempotency-key-facts';
export { ImportCancellationsOperation } from './import-cancellations';
export { ImportOrdersOperation } from './import-orders';
export { OpenEffectsOperation } from './open-effects';
export { OrderFactsOperation } from './order-facts';
export { OrderFactsOfOperation } from './order-facts-of';
export { OrderStatsFactsOperation } from './order-stats-facts';
export { PaymentCallbackOperation } from './payment-callback';
export { UnknownOrdersOperation } from './unknown-orders';
