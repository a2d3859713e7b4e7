/**
 * Schema coordinates of the contract that are not built yet, in alphabetical order. The test fails
 * for an entry that is built, and for anything missing without an entry.
 */
export const stillToCome: readonly string[] = [
  'ConfirmSecondFactorResult',
  'ConfirmTotpResult',
  'Date',
  'DemandPoint',
  'LoginResult.SecondFactorRequired',
  'Mutation.confirmSecondFactor',
  'Mutation.confirmTotp',
  'Mutation.enrolTotp',
  'Mutation.removeSecondFactor',
  'Mutation.setFeatureFlag',
  'OrderStatsPoint',
  'Product.demandForecast',
  'Query.orderStats',
  'RecoveryCodes',
  'SecondFactorMethod',
  'SecondFactorRequired',
  'SetFeatureFlagResult',
  'StatsBucket',
  'TotpEnrolment',
];
