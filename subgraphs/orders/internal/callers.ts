import { type InternalCallers, internalRulesOf } from '../../../platform/auth/rules';

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
