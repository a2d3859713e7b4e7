/** A movement of money that a provider has made. */
export interface PaymentMovement {
  /** The key of its request, or of the authorization that it belongs to. */
  readonly idempotencyKey: string;
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly amountMinor: bigint;
  /** ISO 4217, upper case. */
  readonly currency: string;
}
