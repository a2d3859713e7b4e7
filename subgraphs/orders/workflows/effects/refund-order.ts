import { publicError } from '../../../../platform/requests/public-error';
import { attentionFor } from '../../domain/attention';
import type { EffectOf, JournalEffect } from '../../domain/effect';
import { effectKey } from '../../domain/effect';
import { paidStatus } from '../../domain/totals';
import type { JournalRow } from '../../store/journal-row';
import { attempt } from '../attempt';
import { changeWithRetries } from '../changing';
import type { WorkflowDependencies } from '../dependencies';
import { doneChange, leaseAfter, movementOf } from './effect-changes';

/** Refunds the amount, then writes the total of refunds and the event. */
export async function refundEffect(
  order: JournalRow,
  effect: EffectOf<'REFUND'>,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { store, payments } = dependencies;
  const { amountMinor, actor } = effect.input;
  const request = movementOf(order, effect);
  const refunded = await attempt(() => payments.refund(request, signal), signal);
  const refundedMinor = order.refundedMinor + amountMinor;
  const set = { refundedMinor, paymentStatus: paidStatus({ ...order, refundedMinor }) };
  const event = { type: 'order.refunded', actor };
  return store.journal.write({ ...doneChange(order, effect, set, dependencies, refunded), event });
}

/**
 * Records that a refund has failed which the provider had accepted: the shop has the money again, and
 * a person decides. The provider is asked, so a callback may be late, repeated or out of order.
 * @returns the changed order; undefined if nothing has to change.
 * @throws SERVICE_UNAVAILABLE if that is not certain yet.
 */
export function recordFailedRefund(
  orderId: string,
  seq: number,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | undefined> {
  return changeWithRetries({ signal }, async () => {
    const order = await dependencies.store.journal.read(orderId);
    const effect = order?.effects.find((each) => each.kind === 'REFUND' && each.seq === seq);
    if (!order || effect?.kind !== 'REFUND') return undefined;
    const code = await failureCode(order, effect, dependencies, signal);
    return code === null ? undefined : writeFailed(order, effect, code, dependencies);
  });
}

/** Null if the order was changed since it was read. */
async function writeFailed(
  order: JournalRow,
  effect: EffectOf<'REFUND'>,
  code: string,
  dependencies: WorkflowDependencies,
): Promise<JournalRow | null> {
  const { store, logger } = dependencies;
  const { seq } = effect;
  const outcome = { ...effect.outcome, code, late: true };
  const refundedMinor = order.refundedMinor - effect.input.amountMinor;
  const written = await store.journal.write({
    order,
    set: {
      refundedMinor,
      paymentStatus: paidStatus({ ...order, refundedMinor }),
      ...attentionFor(order, 'REFUND', code, true),
    },
    leaseSeconds: leaseAfter(order, effect, dependencies),
    updates: [{ kind: 'REFUND', seq, state: 'REFUSED', outcome }],
    event: { type: 'order.refund_failed', actor: 'system' },
  });
  if (written)
    logger.error({ orderId: order.id, seq, code }, 'refund failed after it was accepted');
  return written;
}

/** Why a refund has failed that counts as done; null if it has not, or does not count as done. */
async function failureCode(
  order: JournalRow,
  { seq, state, outcome }: JournalEffect,
  { payments, logger }: WorkflowDependencies,
  signal: AbortSignal,
): Promise<string | null> {
  if (state === 'PENDING') throw publicError('SERVICE_UNAVAILABLE', 'The refund is in progress.');
  if (state !== 'DONE') return null;
  const { reference } = outcome ?? {};
  if (reference === undefined) {
    const { id: orderId } = order;
    const key = effectKey(orderId, { kind: 'REFUND', seq });
    logger.error({ orderId, key }, 'refund may have failed after its id was deleted');
    return null;
  }
  try {
    return await attempt(() => payments.refundFailure(reference, signal), signal);
  } catch (error) {
    logger.warn({ err: error, orderId: order.id, seq }, 'refund could not be looked up');
    throw publicError('SERVICE_UNAVAILABLE', 'The payment provider does not answer.');
  }
}

/** Restocks returned units. */
export async function restockEffect(
  order: JournalRow,
  effect: EffectOf<'RESTOCK'>,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { lines } = effect.input;
  const request = { key: effectKey(order.id, effect), orderId: order.id, lines };
  await attempt(() => dependencies.inventory.restock(request, signal), signal);
  return dependencies.store.journal.write(doneChange(order, effect, {}, dependencies));
}
