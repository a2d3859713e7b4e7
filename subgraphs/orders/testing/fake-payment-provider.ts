import {
  type AuthorizeOutcome,
  type AuthorizeRequest,
  type CaptureRequest,
  type OpenedDispute,
  type PaymentCallback,
  type PaymentProvider,
  PaymentRefusedError,
  PaymentUnavailableError,
  type RefundRequest,
  type VoidRequest,
} from '../../../payments/provider';
import { Faults } from './faults';

export interface LedgerEntry {
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly key: string;
  readonly amountMinor: bigint;
}

const reference = 'auth_1';
const card = { reference, brand: 'visa', last4: '4242', fingerprint: null };

/** The initial authorization status for each token. */
const outcomes: Record<string, AuthorizeOutcome> = {
  tok_ok: { outcome: 'authorized', ...card, fraudSignal: false },
  tok_review: { outcome: 'authorized', ...card, fraudSignal: true },
  tok_declined: { outcome: 'declined', declineCode: 'card_declined' },
  tok_async: { outcome: 'pending', reference },
  tok_action: {
    outcome: 'action_required',
    reference,
    redirectUrl: 'https://bank.example/3ds',
    clientSecret: null,
    expiresAt: new Date('2026-11-24T13:36:00.000Z'),
  },
};

/** A token may name a card, as in the sandbox: `tok_ok:anna`. */
function outcomeOf(token: string): AuthorizeOutcome | undefined {
  const [name = '', fingerprint = null] = token.split(':');
  const outcome = Object.hasOwn(outcomes, name) ? outcomes[name] : undefined;
  return outcome?.outcome === 'authorized' ? { ...outcome, fingerprint } : outcome;
}

/** Stripe refuses to authorise nothing, and so to void what would be authorised. */
const amountTooSmall = () => new PaymentRefusedError('amount_too_small', 'The amount is zero.');

/** An in-memory payment provider: each effect once per key, including tombstones. */
export class FakePaymentProvider implements PaymentProvider {
  readonly name = 'playing';
  readonly faults = new Faults();
  readonly ledger: LedgerEntry[] = [];
  /** The return URLs of all authorize requests. */
  readonly returnUrls: (string | undefined)[] = [];
  /** Disputes that callbacks announce, by the key of the callback. */
  readonly disputes = new Map<string, OpenedDispute>();
  private readonly authorizations = new Map<string, AuthorizeOutcome>();
  private readonly captures = new Set<string>();
  private readonly refunds = new Set<string>();
  private readonly failures = new Map<string, string>();

  /** Decides a pending authorization. */
  settle(key: string, outcome: AuthorizeOutcome = outcomes.tok_ok as AuthorizeOutcome): void {
    this.authorizations.set(key, outcome);
    if (outcome.outcome === 'authorized') this.enter('authorization', key, 0n);
  }

  stepOf(): bigint {
    return 1n;
  }

  authorize(request: AuthorizeRequest): Promise<AuthorizeOutcome> {
    const { idempotencyKey: key, token, amountMinor } = request;
    this.returnUrls.push(request.returnUrl);
    return this.step('authorize', () => {
      const known = this.authorizations.get(key);
      if (known) return known;
      if (amountMinor === 0n) throw amountTooSmall();
      const outcome = outcomeOf(token);
      if (!outcome) throw new PaymentRefusedError('invalid_token', 'Unknown token.');
      this.authorizations.set(key, outcome);
      if (outcome.outcome === 'authorized') this.enter('authorization', key, amountMinor);
      return outcome;
    });
  }

  capture({ idempotencyKey: key, amountMinor }: CaptureRequest): Promise<{ reference: string }> {
    return this.step('capture', () => {
      if (!this.captures.has(key)) this.enter('capture', key, amountMinor);
      this.captures.add(key);
      return { reference: `cap_${key}` };
    });
  }

  void({ idempotencyKey: key, authorizationKey, authorization }: VoidRequest): Promise<void> {
    return this.step('void', () => {
      if (authorization?.amountMinor === 0n) throw amountTooSmall();
      const isHeld = this.authorizations.get(authorizationKey)?.outcome === 'authorized';
      if (isHeld) this.enter('void', key, 0n);
      this.authorizations.set(authorizationKey, { outcome: 'voided' });
    });
  }

  refund({ idempotencyKey: key, amountMinor }: RefundRequest): Promise<{ reference: string }> {
    return this.step('refund', () => {
      if (!this.refunds.has(key)) this.enter('refund', key, amountMinor);
      this.refunds.add(key);
      this.failures.delete(`ref_${key}`);
      return { reference: `ref_${key}` };
    });
  }

  /** Lets a refund fail that was accepted, so that the same key refunds again. */
  failRefund(key: string): void {
    this.refunds.delete(key);
    this.failures.set(`ref_${key}`, 'lost_or_stolen_card');
  }

  refundFailure(reference: string): Promise<string | null> {
    return this.step('refundFailure', () => this.failures.get(reference) ?? null);
  }

  async lookup(key: string): Promise<AuthorizeOutcome | null> {
    return this.authorizations.get(key) ?? null;
  }

  readCallback(headers: Record<string, string | undefined>, body: Buffer): PaymentCallback | null {
    if (headers.signature !== 'good') return null;
    const idempotencyKey = body.toString();
    const isMoved = this.ledger.some(({ key }) => key === idempotencyKey);
    const outcome =
      this.authorizations.get(idempotencyKey) ?? (isMoved ? outcomes.tok_async : undefined);
    const dispute = this.disputes.get(idempotencyKey);
    return outcome ? { idempotencyKey, outcome, dispute } : null;
  }

  private enter(kind: LedgerEntry['kind'], key: string, amountMinor: bigint): void {
    this.ledger.push({ kind, key, amountMinor });
  }

  private async step<Value>(name: string, effect: () => Value): Promise<Value> {
    try {
      return await this.faults.around(name, effect);
    } catch (error) {
      if (error instanceof PaymentRefusedError) throw error;
      throw new PaymentUnavailableError(String(error), { cause: error });
    }
  }
}
