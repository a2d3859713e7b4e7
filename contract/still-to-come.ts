/**
 * Schema coordinates of the contract that are not built yet, in alphabetical order. The test fails
 * for an entry that is built, and for anything missing without an entry.
 */
export const stillToCome: readonly string[] = ['Order.risk', 'RiskAssessment', 'RiskReason'];
