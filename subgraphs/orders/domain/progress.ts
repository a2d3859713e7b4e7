import type { EffectKind, EffectName, JournalEffect } from './effect';
import { sameEffect } from './effect';
import type { CaptureWanted, RefundWanted } from './effect-input';
import { isDecided, type OrderStatus } from './order';

/** How far an order has come, read from the effects in its journal. */

interface WithEffects {
  readonly effects: readonly JournalEffect[];
}

const hasPending = ({ effects }: WithEffects, kind: EffectKind): boolean =>
  effects.some((effect) => effect.kind === kind && effect.state === 'PENDING');

/** Whether stock of a rejected or cancelled order is not back on sale yet. */
export function stillReleasing(order: WithEffects): boolean {
  return hasPending(order, 'RELEASE');
}

interface Awaited extends WithEffects {
  readonly status: OrderStatus;
  readonly paymentStatus: string;
}

/**
 * Whether `placeOrder` can be answered: the order is decided and its stock released where it is
 * rejected, or the buyer has to act.
 */
export function isAnswerable(order: Awaited): boolean {
  if (order.paymentStatus === 'ACTION_REQUIRED') return true;
  return isDecided(order) && !stillReleasing(order);
}

/** Whether a shipment is under way: its units may have left the shelves already. */
export function isShipping(order: WithEffects): boolean {
  return hasPending(order, 'SHIP');
}

/** Whether a shipment is written and its capture was tried at least once. */
export function isShipped(seq: number): (order: WithEffects) => boolean {
  return ({ effects }) =>
    effects
      .filter(({ kind, seq: its }) => its === seq && (kind === 'SHIP' || kind === 'CAPTURE'))
      .every(({ state, attempts }) => state !== 'PENDING' || attempts > 0) &&
    !effects.some(
      ({ kind, seq: its, state }) => kind === 'SHIP' && its === seq && state === 'PENDING',
    );
}

/** Whether an effect is done, absent, or was tried more often than `attemptsBefore`. */
export function isTried(name: EffectName, attemptsBefore = 0): (order: WithEffects) => boolean {
  return ({ effects }) =>
    effects
      .filter(sameEffect(name))
      .every(({ state, attempts }) => state !== 'PENDING' || attempts > attemptsBefore);
}

/** What a CAPTURE effect takes, in minor units. */
export function captureMinor({ input }: Pick<JournalEffect, 'input'>): bigint {
  return BigInt((input as CaptureWanted).amountMinor);
}

/** What earlier shipments captured or will capture, in minor units. */
export function plannedCapturesMinor({ effects }: WithEffects): bigint {
  return effects
    .filter(({ kind }) => kind === 'CAPTURE')
    .reduce((sum, effect) => sum + captureMinor(effect), 0n);
}

interface Refundable extends WithEffects {
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
}

/** What may still be refunded: refunds under way count as done. */
export function refundableMinor(order: Refundable): bigint {
  const underWay = order.effects.filter(
    ({ kind, state }) => kind === 'REFUND' && state === 'PENDING',
  );
  return underWay.reduce(
    (left, { input }) => left - BigInt((input as RefundWanted).amountMinor),
    order.capturedMinor - order.refundedMinor,
  );
}
