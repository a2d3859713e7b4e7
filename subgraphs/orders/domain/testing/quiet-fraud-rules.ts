import type { FraudRules } from '../fraud';

/** The rules with their default weights, and those on velocity off, as outside production. */
export const quietFraudRules: FraudRules = {
  threshold: 0.5,
  ordersPerHour: null,
  declinedPerDay: null,
  cardTestsPerHour: null,
  addressAccountsPerDay: null,
  networkAccountsPerDay: null,
  cardAccountsPerDay: null,
  smallTotalMinor: 500,
  weights: {
    declinedPayments: 0.4,
    cardTesting: 0.4,
    sharedAddress: 0.28,
    sharedNetwork: 0.2,
    sharedCard: 0.55,
    unusualAmount: 0.2,
    newCountry: 0.15,
    newAccount: 0.1,
  },
};
