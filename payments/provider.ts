/**
 * What orders needs of a payment provider. Amounts are whole minor units (cents).
 *
 * Every request carries an idempotency key: the same key and request again has its effect once and
 * is answered as things stand now. So any request may be sent again by anyone at any time.
 * Every wait ends with the caller's signal.
 */
export interface PaymentProvider {
  /** Stands in the path of the callbacks: `/payments/callback/<name>`. */
  readonly name: string;

  /**
   * Asks for the amount to be held. A refusal by the bank is an outcome, not an error.
   * Throws PaymentUnavailableError when the answer is unknown, PaymentRefusedError when the key
   * was used for another request.
   */
  authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeOutcome>;

  /**
   * Takes money of an authorization; several captures may share one.
   * Throws PaymentUnavailableError; PaymentRefusedError beyond what is authorised and not yet
   * captured, and after a void.
   */
  capture(request: CaptureRequest, signal: AbortSignal): Promise<{ reference: string }>;

  /**
   * Lets go of what is authorised and not captured. An authorization key that is not known leaves
   * a tombstone: a later authorize with it answers `voided`.
   * Throws PaymentUnavailableError; PaymentRefusedError when all of it has been captured.
   */
  void(request: VoidRequest, signal: AbortSignal): Promise<void>;

  /**
   * Gives captured money back.
   * Throws PaymentUnavailableError; PaymentRefusedError beyond what is captured and not refunded.
   */
  refund(request: RefundRequest, signal: AbortSignal): Promise<{ reference: string }>;

  /**
   * What became of an authorization; null when the provider never heard of it.
   * Throws PaymentUnavailableError.
   */
  lookup(
    idempotencyKey: string,
    signal: AbortSignal,
    reference?: string | null,
  ): Promise<AuthorizeOutcome | null>;

  /**
   * Checks the signature of a callback; null when it is not the provider's.
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
  /** Where the provider says what became of an authorization that was not decided at once. */
  callbackUrl?: string;
  /** The provider's own name of the payment, where an earlier attempt kept one. */
  reference?: string | null;
  /**
   * Keeps that name for good, before any money moves: a provider that remembers keys for a day
   * only is asked by it later. Where it rejects, the attempt ends with what it rejected with.
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
  /** What was to be authorised, for a tombstone in the place of a payment that is not known. */
  authorization?: { amountMinor: bigint; currency: string };
}

export interface RefundRequest {
  idempotencyKey: string;
  authorizationKey: string;
  amountMinor: bigint;
  currency: string;
  reference?: string | null;
}

export type AuthorizeOutcome =
  | {
      outcome: 'authorized';
      reference: string;
      brand: string;
      last4: string;
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
  /** Released, or never to be authorised because a void came first. */
  | { outcome: 'voided' };

export interface PaymentCallback {
  /** The authorization's key. */
  idempotencyKey: string;
  outcome: AuthorizeOutcome;
}

/** The answer is unknown or the provider is failing; trying again with the same key is safe. */
export class PaymentUnavailableError extends Error {
  override readonly name = 'PaymentUnavailableError';
}

/** The provider will never do this: trying again with the same key is refused again. */
export class PaymentRefusedError extends Error {
  override readonly name = 'PaymentRefusedError';

  /** `code` is the provider's own, such as `capture_exceeds_authorization`. */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
