import { attentionDone } from '../../domain/attention';
import {
  authorizationKey,
  type EffectOf,
  effectKey,
  type JournalEffect,
} from '../../domain/effect';
import type { ChangedColumns, OrderChange } from '../../store/journal';
import type { JournalRow } from '../../store/journal-row';
import type { WorkflowDependencies } from '../dependencies';

/** Releases the lease with the last due effect. */
export function leaseAfter(
  order: JournalRow,
  effect: JournalEffect,
  { configuration }: Pick<WorkflowDependencies, 'configuration'>,
): number {
  const others = order.effects.filter((other) => other !== effect);
  const isMore = others.some(({ state, due }) => state === 'PENDING' && due);
  return isMore ? configuration.orders.leaseSeconds : 0;
}

/** The change that marks an effect as done. */
export function doneChange(
  order: JournalRow,
  effect: JournalEffect,
  set: ChangedColumns,
  dependencies: Pick<WorkflowDependencies, 'configuration'>,
  outcome?: object,
): OrderChange {
  const { kind, seq } = effect;
  return {
    order,
    set: { ...set, ...attentionDone(order, kind, seq) },
    leaseSeconds: leaseAfter(order, effect, dependencies),
    updates: [{ kind, seq, state: 'DONE', outcome } as const],
  };
}

/** What the provider is asked to capture or to refund. */
export const movementOf = (order: JournalRow, effect: EffectOf<'CAPTURE' | 'REFUND'>) => ({
  idempotencyKey: effectKey(order.id, effect),
  authorizationKey: authorizationKey(order.id),
  amountMinor: effect.input.amountMinor,
  currency: order.currency,
  reference: order.paymentReference,
});
