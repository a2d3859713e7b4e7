/** A movement of money that a provider has made. */
export interface PaymentMovement {
  /** The key of its request, or of the authorization that it belongs to. */
  readonly idempotencyKey: string;
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly amountMinor: bigint;
  /** ISO 4217, upper case. */
  readonly currency: string;
  /**
   * The provider's id of the movement, or of its payment; null if the ledger has none. The one of an
   * authorization is what later requests for that payment name.
   */
  readonly reference: string | null;
}
