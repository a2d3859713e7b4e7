import { type InternalCallers, internalRulesOf } from '../../../platform/auth/rules';
import { AccountsErasedOperation } from './accounts-erased';
import { AccountsLockedOperation } from './accounts-locked';
import { ExportedOrdersOperation } from './exported-orders';
import { IdempotencyKeyFactsOperation } from './idempotency-key-facts';
import { ImportCancellationsOperation } from './import-cancellations';
import { ImportOrdersOperation } from './import-orders';
import { OpenEffectsOperation } from './open-effects';
import { OrderFactsOperation } from './order-facts';
import { OrderFactsOfOperation } from './order-facts-of';
import { OrderStatsFactsOperation } from './order-stats-facts';
import { PaymentCallbackOperation } from './payment-callback';
import { UnknownOrdersOperation } from './unknown-orders';

/** The operations that other services and the commands call; no client of the gateway can. */
export const internalOperations = [
  PaymentCallbackOperation,
  OpenEffectsOperation,
  ImportOrdersOperation,
  ImportCancellationsOperation,
  OrderFactsOperation,
  OrderFactsOfOperation,
  OrderStatsFactsOperation,
  UnknownOrdersOperation,
  IdempotencyKeyFactsOperation,
  ExportedOrdersOperation,
  AccountsErasedOperation,
  AccountsLockedOperation,
];

/** Which service needs which field; others are refused. Orders asks itself, to verify the shop. */
export const internalCallers = {
  Query: {
    openEffects: ['orders', 'cli'],
    orderFacts: ['orders', 'cli'],
    orderFactsOf: ['orders', 'cli'],
    orderStatsFacts: ['orders', 'cli'],
    unknownOrders: ['orders', 'cli'],
    idempotencyKeyFacts: ['orders', 'cli'],
    exportedOrders: ['users'],
  },
  Mutation: {
    paymentCallback: ['gateway'],
    importOrders: ['cli'],
    importCancellations: ['cli'],
    accountsErased: ['users'],
    accountsLocked: ['users'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
