/** What speaks against an order, as far as rules can tell. */
export interface FraudFacts {
  /** The payment provider warns of the payment. */
  readonly isSignalled: boolean;
  /** Orders that the buyer placed within the last hour, this one included. */
  readonly ordersLastHour: number;
}

export interface FraudRules {
  /** A score past it sends an order to review. */
  readonly threshold: number;
  /** Null: how often somebody buys says nothing. */
  readonly ordersPerHour: number | null;
}

/** Beyond so many orders more do not change the score. */
export const ordersCountedMax = ({ ordersPerHour }: FraudRules): number => 2 * (ordersPerHour ?? 0);

/**
 * 0 (nothing speaks against the order) to 1. The provider's warning counts in full; of the orders
 * of an hour as many as the rule has are 0.5, and twice as many are 1.
 */
export function fraudScore({ isSignalled, ordersLastHour }: FraudFacts, rules: FraudRules): number {
  if (isSignalled) return 1;
  const most = ordersCountedMax(rules);
  return most === 0 ? 0 : Math.min(1, ordersLastHour / most);
}
