import type { EffectOf } from '../../domain/effect';
import { effectKey } from '../../domain/effect';
import { paidStatus } from '../../domain/totals';
import type { JournalRow } from '../../store/journal-row';
import { attempt } from '../attempt';
import type { WorkflowDependencies } from '../dependencies';
import { doneChange, movementOf } from './effect-changes';

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
