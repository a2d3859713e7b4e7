import { type PaymentProvider, PaymentRefusedError } from '../../payments/provider';
import type { AuditEntry } from '../../platform/audit/entry';
import { decimalFromMinor } from '../../platform/values/money';
import type { OpenPayment } from '../../verify/open-payments';
import { uuidOf } from './uuid-of-text';

export interface GivingBack {
  readonly provider: PaymentProvider;
  readonly isUnknown: (orderId: string) => Promise<boolean>;
  /** Resolves when the audit log has the entry; a repeated one is stored once. */
  readonly record: (entry: AuditEntry) => Promise<void>;
}

export type Result = 'given-back' | 'order-exists' | 'refused';

export interface Outcome {
  readonly result: Result;
  /** Why the provider refused it. */
  readonly reason: string | null;
}

const callDeadlineMs = 30_000;

/** The amounts to void and to refund; null for nothing. */
export const amountsOf = ({ heldMinor, capturedMinor, currency }: OpenPayment) => ({
  void: heldMinor > 0n ? decimalFromMinor(heldMinor, currency) : null,
  refund: capturedMinor > 0n ? decimalFromMinor(capturedMinor, currency) : null,
});

function entryOf(payment: OpenPayment): AuditEntry {
  const { orderId, key, currency } = payment;
  const detail = JSON.stringify({ ...amountsOf(payment), currency });
  return {
    id: uuidOf(`${key} ${detail}`),
    actor: 'system',
    action: 'payment.give_back',
    subject: `Order:${orderId}`,
    detail,
  };
}

/**
 * Looks the order up before each movement. The keys are the same in every run, so that a provider
 * that has done it does nothing.
 */
async function move(payment: OpenPayment, { provider, isUnknown }: GivingBack): Promise<Result> {
  const { orderId, key, reference, currency, heldMinor, capturedMinor, refundedMinor } = payment;
  const target = { authorizationKey: key, reference };
  const deadline = () => AbortSignal.timeout(callDeadlineMs);
  if (heldMinor > 0n) {
    if (!(await isUnknown(orderId))) return 'order-exists';
    await provider.void({ ...target, idempotencyKey: `${key}-reconcile-void` }, deadline());
  }
  if (capturedMinor > 0n) {
    if (!(await isUnknown(orderId))) return 'order-exists';
    // The refunded amount is part of the key: the rest after a refund by hand is another request.
    const idempotencyKey = `${key}-reconcile-refund-${refundedMinor}`;
    const refund = { ...target, idempotencyKey, amountMinor: capturedMinor, currency };
    await provider.refund(refund, deadline());
  }
  return 'given-back';
}

/**
 * Voids what is held of a payment and refunds what is captured, unless its order exists now. It may
 * be interrupted anywhere and repeated.
 * @throws PaymentUnavailableError if the outcome is unknown.
 */
export async function giveBack(payment: OpenPayment, giving: GivingBack): Promise<Outcome> {
  if (!(await giving.isUnknown(payment.orderId))) return { result: 'order-exists', reason: null };
  await giving.record(entryOf(payment));
  try {
    return { result: await move(payment, giving), reason: null };
  } catch (error) {
    if (!(error instanceof PaymentRefusedError)) throw error;
    return { result: 'refused', reason: error.message };
  }
}
