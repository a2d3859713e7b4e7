/** Which state of an order something is about. */
export interface OrderState {
  readonly version: number;
  readonly updatedAt: string;
}

/**
 * Whether the shop has said that the order is newer than what is shown. Some changes, such as a
 * captured payment, have no version of their own, only a later time.
 */
export const isBehind = (shown: OrderState | null, newest: OrderState | null): boolean =>
  newest !== null &&
  (shown === null || newest.version > shown.version || newest.updatedAt > shown.updatedAt);
