import { type InternalCallers, internalRulesOf } from '../../../platform/auth/rules';

/** The services that may use each field; others are rejected. */
export const internalCallers = {
  Query: {
    pricedProducts: ['orders', 'cli'],
    hasProducts: ['cli'],
    knownWarehouses: ['orders'],
    heldReservations: ['orders'],
    stockFacts: ['orders', 'cli'],
    reservationFacts: ['orders', 'cli'],
    reservedOrders: ['orders', 'cli'],
  },
  Mutation: {
    reserveStock: ['orders'],
    confirmReservations: ['orders'],
    expireReservations: ['orders'],
    releaseReservation: ['orders', 'cli'],
    shipStock: ['orders'],
    restockReturns: ['orders'],
    createWarehouses: ['cli'],
    createProducts: ['cli'],
    receiveStock: ['cli'],
    importProducts: ['cli'],
    importStock: ['cli'],
    forgetKeys: ['orders'],
    forgetMovements: ['orders'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
