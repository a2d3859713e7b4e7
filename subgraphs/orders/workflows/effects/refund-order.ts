import { authorizationKey, effectKey } from '../../domain/effect';
import type { ReturnedUnits } from '../../domain/returns';
import { paidStatus } from '../../domain/totals';
import type { JournalEffect, JournalRow } from '../../store/journal-row';
import { attempt } from '../attempt';
import type { WorkflowParts } from '../dependencies';
import { doneChange } from './effect-changes';

/** What a REFUND effect is to do, as it is kept in the journal. */
export interface RefundWanted {
  /** Of the client, as it is stored: hashed. */
  readonly idempotencyKey: string;
  readonly amountMinor: string;
  readonly actor: string;
}

/** What a RESTOCK effect is to do. */
export interface RestockWanted {
  readonly lines: readonly ReturnedUnits[];
}

/** Gives money back, then writes how much in all, and tells it. */
export async function refundEffect(
  order: JournalRow,
  effect: JournalEffect,
  parts: WorkflowParts,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { store, payments } = parts;
  const { amountMinor: amount, actor } = effect.input as RefundWanted;
  const amountMinor = BigInt(amount);
  const request = {
    idempotencyKey: effectKey(order.id, effect),
    authorizationKey: authorizationKey(order.id),
    amountMinor,
    currency: order.currency,
    reference: order.paymentReference,
  };
  const refunded = await attempt(() => payments.refund(request, signal), signal);
  const refundedMinor = order.refundedMinor + amountMinor;
  const set = { refundedMinor, paymentStatus: paidStatus({ ...order, refundedMinor }) };
  const event = { type: 'order.refunded', actor };
  return store.journal.write({ ...doneChange(order, effect, set, parts, refunded), event });
}

/** Puts on hand again what came back to be sold again. */
export async function restockEffect(
  order: JournalRow,
  effect: JournalEffect,
  parts: WorkflowParts,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { lines } = effect.input as RestockWanted;
  const request = { key: effectKey(order.id, effect), orderId: order.id, lines };
  await attempt(() => parts.inventory.restock(request, signal), signal);
  return parts.store.journal.write(doneChange(order, effect, {}, parts));
}

/** What may still be refunded: refunds that are under way count as if they were done. */
export function refundableMinor(order: JournalRow): bigint {
  const underWay = order.effects.filter(
    ({ kind, state }) => kind === 'REFUND' && state === 'PENDING',
  );
  return underWay.reduce(
    (left, { input }) => left - BigInt((input as RefundWanted).amountMinor),
    order.capturedMinor - order.refundedMinor,
  );
}
