import { isUndecided } from './attention';
import { type EffectKind, type EffectName, type JournalEffect, sameEffect } from './effect';
import { isDecided, type OrderStatus, type WithMoney } from './order';

/** The progress of an order, derived from the effects in its journal. */

interface WithEffects {
  readonly effects: readonly JournalEffect[];
}

const hasPending = ({ effects }: WithEffects, kind: EffectKind): boolean =>
  effects.some((effect) => effect.kind === kind && effect.state === 'PENDING');

/** Whether the stock of a rejected or cancelled order is still to be released. */
export function isStockReleasing(order: WithEffects): boolean {
  return hasPending(order, 'RELEASE');
}

interface Awaited extends WithEffects {
  readonly status: OrderStatus;
  readonly paymentStatus: string;
}

/**
 * Whether `placeOrder` can answer: the order is decided, or the buyer has to act, and no stock is
 * still to be released. An order that ended while its buyer had to act says so until its payment is
 * voided.
 */
export function isAnswerable(order: Awaited): boolean {
  if (isStockReleasing(order)) return false;
  return isDecided(order) || order.paymentStatus === 'ACTION_REQUIRED';
}

/**
 * The payment status to show. What is stored stays ACTION_REQUIRED until the provider has voided the
 * payment, but once the order is decided, its buyer has nothing more to do.
 */
export function shownPaymentStatus<Payment extends string>(order: {
  readonly status: OrderStatus;
  readonly paymentStatus: Payment;
}): Payment | 'PENDING' {
  const { paymentStatus } = order;
  return paymentStatus === 'ACTION_REQUIRED' && isDecided(order) ? 'PENDING' : paymentStatus;
}

interface Timed {
  readonly placedAt: Date;
  readonly awaitedAt: Date | null;
  readonly answeredAt: Date | null;
}

/** Milliseconds since the order was placed, without its wait for the buyer at their bank. */
export function ownMs({ placedAt, awaitedAt, answeredAt }: Timed, nowMs: number): number {
  const waited = awaitedAt && answeredAt ? answeredAt.getTime() - awaitedAt.getTime() : 0;
  return Math.max(0, nowMs - placedAt.getTime() - waited);
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

/**
 * The capture that a void waits for, because a voided payment cannot be captured: also one that was
 * refused, until a person gives it up.
 */
export function openCapture({ effects }: WithEffects): JournalEffect | undefined {
  const captures = effects.filter(({ kind }) => kind === 'CAPTURE');
  return captures.find(({ state }) => state === 'PENDING') ?? captures.find(isUndecided);
}

/** The amount of captures of earlier shipments, done or pending, in minor units. */
export function plannedCapturesMinor({ effects }: WithEffects): bigint {
  return effects
    .filter((effect) => effect.kind === 'CAPTURE')
    .reduce((sum, { input }) => sum + input.amountMinor, 0n);
}

/** Whether a refund is pending or waits for a person, so that its amount is not free for another. */
export function isOpenRefund(effect: Pick<JournalEffect, 'kind' | 'state' | 'outcome'>): boolean {
  return effect.kind === 'REFUND' && (effect.state === 'PENDING' || isUndecided(effect));
}

/** The refundable amount: captured, and neither refunded nor claimed by an open refund. */
export function refundableMinor(order: WithEffects & WithMoney): bigint {
  return order.effects
    .filter((effect) => effect.kind === 'REFUND')
    .filter(isOpenRefund)
    .reduce(
      (left, { input }) => left - input.amountMinor,
      order.capturedMinor - order.refundedMinor,
    );
}
