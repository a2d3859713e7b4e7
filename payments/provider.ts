/**
 * The interface that orders requires from a payment provider. Amounts are in minor units (cents).
 *
 * Every request has an idempotency key. A repeated request with the same key has its effect once
 * and returns the current state, so any request may be repeated at any time. Every wait ends with
 * the caller's signal.
 */
export interface PaymentProvider {
  /** The name in the path of callbacks: `/payments/callback/<name>`. */
  readonly name: string;

  /** The smallest amount that it moves, in minor units. Every amount is a multiple of it. */
  stepOf(currency: string): bigint;

  /**
   * Authorises the amount. A decline by the bank is an outcome, not an error.
   * Throws PaymentUnavailableError if the outcome is unknown, PaymentRefusedError if the key was
   * used for another request.
   */
  authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeOutcome>;

  /**
   * Captures money of an authorization, also in several parts.
   * Throws PaymentUnavailableError; PaymentRefusedError if the amount exceeds what is authorised
   * and not captured, and after a void.
   */
  capture(request: CaptureRequest, signal: AbortSignal): Promise<{ reference: string }>;

  /**
   * Releases what is authorised and not captured. An unknown authorization key leaves a tombstone:
   * a later authorize with that key returns `voided`.
   * Throws PaymentUnavailableError; PaymentRefusedError if everything has been captured.
   */
  void(request: VoidRequest, signal: AbortSignal): Promise<void>;

  /**
   * Refunds captured money. A refund that failed after it was accepted had no effect: the same key
   * then refunds again.
   * Throws PaymentUnavailableError; PaymentRefusedError if the amount exceeds what is captured and
   * not refunded.
   */
  refund(request: RefundRequest, signal: AbortSignal): Promise<{ reference: string }>;

  /**
   * Why a refund that was accepted has failed since, such as `lost_or_stolen_card`; null if it has
   * not. The reference is the one that `refund` returned.
   * Throws PaymentUnavailableError.
   */
  refundFailure(reference: string, signal: AbortSignal): Promise<string | null>;

  /**
   * The state of an authorization; null if the provider does not know it.
   * Throws PaymentUnavailableError.
   */
  lookup(
    idempotencyKey: string,
    signal: AbortSignal,
    reference?: string | null,
  ): Promise<AuthorizeOutcome | null>;

  /**
   * Verifies and parses a callback; null if the signature is invalid.
   * Header names in lower case; the body exactly as it was received.
   */
  readCallback(headers: Record<string, string | undefined>, body: Buffer): PaymentCallback | null;
}

export interface AuthorizeRequest {
  idempotencyKey: string;
  amountMinor: bigint;
  /** ISO 4217, upper case. */
  currency: string;
  token: string;
  /** The URL that receives the outcome of an authorization that is decided later. */
  callbackUrl?: string;
  /** The URL to which the bank returns the buyer, if the payment needs the buyer. */
  returnUrl?: string;
  /** The provider's reference of the payment, if an earlier attempt stored one. */
  reference?: string | null;
  /**
   * Stores that reference before any money moves, for providers that remember keys for a day
   * only. If it rejects, the attempt fails with the same error.
   */
  keep?: (reference: string) => Promise<void>;
}

export interface CaptureRequest {
  idempotencyKey: string;
  authorizationKey: string;
  amountMinor: bigint;
  currency: string;
  reference?: string | null;
}

export interface VoidRequest {
  idempotencyKey: string;
  authorizationKey: string;
  reference?: string | null;
  /** The amount of the authorization, for a tombstone if the payment is unknown. */
  authorization?: { amountMinor: bigint; currency: string };
}

export type RefundRequest = CaptureRequest;

export type AuthorizeOutcome =
  | {
      outcome: 'authorized';
      reference: string;
      brand: string;
      last4: string;
      /** The same for each payment with the card, by any buyer; null if the provider does not say. */
      fingerprint: string | null;
      fraudSignal: boolean;
    }
  | { outcome: 'declined'; declineCode: string }
  | { outcome: 'pending'; reference: string }
  | {
      outcome: 'action_required';
      reference: string;
      redirectUrl: string;
      clientSecret: string | null;
      expiresAt: Date;
    }
  /** Released, or never authorised because a void came first. */
  | { outcome: 'voided' };

export interface PaymentCallback {
  /** The key of the authorization, or of a refund that has failed. */
  idempotencyKey: string;
  outcome: AuthorizeOutcome;
  /** The dispute that it announces. */
  dispute?: OpenedDispute;
}

/** The bank of a buyer takes a payment back, unless the shop proves that it is right. */
export interface OpenedDispute {
  readonly id: string;
  /** The provider's reference of the payment; null if the provider does not name it. */
  readonly reference: string | null;
}

/** The outcome is unknown or the provider is failing. Retrying with the same key is safe. */
export class PaymentUnavailableError extends Error {
  override readonly name = 'PaymentUnavailableError';
}

/** The provider refuses this for good: a retry with the same key is refused again. */
export class PaymentRefusedError extends Error {
  override readonly name = 'PaymentRefusedError';

  /** `code` is the code of the provider, such as `capture_exceeds_authorization`. */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
