/** Fraud signals of an order. */
export interface FraudFacts {
  /** Whether the payment provider flagged the payment. */
  readonly isSignalled: boolean;
  /** Orders that the buyer placed within the last hour, including this one. */
  readonly ordersLastHour: number;
}

export interface FraudRules {
  /** Orders with a higher score go to review. */
  readonly threshold: number;
  /** Null disables the velocity rule. */
  readonly ordersPerHour: number | null;
}

/** More orders do not change the score. */
export const ordersCountedMax = ({ ordersPerHour }: FraudRules): number => 2 * (ordersPerHour ?? 0);

/**
 * 0 (no signal) to 1. A warning of the provider counts 1; as many orders in an hour as the rule
 * allows count 0.5, and twice as many count 1.
 */
export function fraudScore({ isSignalled, ordersLastHour }: FraudFacts, rules: FraudRules): number {
  if (isSignalled) return 1;
  const most = ordersCountedMax(rules);
  return most === 0 ? 0 : Math.min(1, ordersLastHour / most);
}
