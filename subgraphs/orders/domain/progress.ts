import type { EffectKind, EffectName, JournalEffect } from './effect';
import { sameEffect } from './effect';
import type { CaptureWanted, RefundWanted } from './effect-input';
import { isDecided, type OrderStatus } from './order';

/** The progress of an order, derived from the effects in its journal. */

interface WithEffects {
  readonly effects: readonly JournalEffect[];
}

const hasPending = ({ effects }: WithEffects, kind: EffectKind): boolean =>
  effects.some((effect) => effect.kind === kind && effect.state === 'PENDING');

/** Whether the stock of a rejected or cancelled order is still to be released. */
export function stillReleasing(order: WithEffects): boolean {
  return hasPending(order, 'RELEASE');
}

interface Awaited extends WithEffects {
  readonly status: OrderStatus;
  readonly paymentStatus: string;
}

/**
 * Whether `placeOrder` can answer: the order is decided and, if rejected, its stock is released, or
 * the buyer has to act.
 */
export function isAnswerable(order: Awaited): boolean {
  if (order.paymentStatus === 'ACTION_REQUIRED') return true;
  return isDecided(order) && !stillReleasing(order);
}

/** Whether a shipment is in progress: its units may have left the shelves already. */
export function isShipping(order: WithEffects): boolean {
  return hasPending(order, 'SHIP');
}

/** Whether a shipment is stored and its capture was attempted at least once. */
export function isShipped(seq: number): (order: WithEffects) => boolean {
  return ({ effects }) =>
    effects
      .filter(({ kind, seq: its }) => its === seq && (kind === 'SHIP' || kind === 'CAPTURE'))
      .every(({ state, attempts }) => state !== 'PENDING' || attempts > 0) &&
    !effects.some(
      ({ kind, seq: its, state }) => kind === 'SHIP' && its === seq && state === 'PENDING',
    );
}

/** Whether an effect is done, absent, or was attempted more often than `attemptsBefore`. */
export function isTried(name: EffectName, attemptsBefore = 0): (order: WithEffects) => boolean {
  return ({ effects }) =>
    effects
      .filter(sameEffect(name))
      .every(({ state, attempts }) => state !== 'PENDING' || attempts > attemptsBefore);
}

/** The amount of a CAPTURE effect, in minor units. */
export function captureMinor({ input }: Pick<JournalEffect, 'input'>): bigint {
  return BigInt((input as CaptureWanted).amountMinor);
}

/** The amount of captures of earlier shipments, done or pending, in minor units. */
export function plannedCapturesMinor({ effects }: WithEffects): bigint {
  return effects
    .filter(({ kind }) => kind === 'CAPTURE')
    .reduce((sum, effect) => sum + captureMinor(effect), 0n);
}

interface Refundable extends WithEffects {
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
}

/** The refundable amount; pending refunds count as done. */
export function refundableMinor(order: Refundable): bigint {
  const underWay = order.effects.filter(
    ({ kind, state }) => kind === 'REFUND' && state === 'PENDING',
  );
  return underWay.reduce(
    (left, { input }) => left - BigInt((input as RefundWanted).amountMinor),
    order.capturedMinor - order.refundedMinor,
  );
}
