import { type InternalCallers, internalRulesOf } from '../../platform/auth/rules';
import { AccountMailsAddedOperation } from './operations/account-mails-added';
import { AccountsErasedOperation } from './operations/accounts-erased';
import { AccountsLockedOperation } from './operations/accounts-locked';
import { ExportedOrdersOperation } from './operations/exported-orders';
import { IdempotencyKeyFactsOperation } from './operations/idempotency-key-facts';
import { ImportCancellationsOperation } from './operations/import-cancellations';
import { ImportOrdersOperation } from './operations/import-orders';
import { OpenEffectsOperation } from './operations/open-effects';
import { OrderFactsOperation } from './operations/order-facts';
import { OrderFactsOfOperation } from './operations/order-facts-of';
import { OrderStatsFactsOperation } from './operations/order-stats-facts';
import { PaymentCallbackOperation } from './operations/payment-callback';
import { UnknownOrdersOperation } from './operations/unknown-orders';

/** The operations that other services call; no client of the gateway reaches them. */
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
  AccountMailsAddedOperation,
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
    accountMailsAdded: ['users'],
    accountsErased: ['users'],
    accountsLocked: ['users'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
