import { publicError } from '../../../platform/graphql/errors';
import type { EffectName } from '../domain/effect';
import { isDecided } from '../domain/order';
import { type JournalRow, sameEffect } from '../store/journal-row';

/** What a request waits for before it answers, told by the journal. */

/** A refused or cancelled order whose stock is not back on sale yet. */
export function stillReleasing(order: JournalRow): boolean {
  return order.effects.some(({ kind, state }) => kind === 'RELEASE' && state === 'PENDING');
}

/**
 * Whether there is something to tell the buyer: the decision, with everything that was promised
 * to come before it, or what the buyer has to do.
 */
export function isAnswerable(order: JournalRow): boolean {
  if (order.paymentStatus === 'ACTION_REQUIRED') return true;
  return isDecided(order) && !stillReleasing(order);
}

/** Whether units are leaving the shelves just now: it is open whether they left already. */
export function isShipping(order: JournalRow): boolean {
  return order.effects.some(({ kind, state }) => kind === 'SHIP' && state === 'PENDING');
}

/** Whether a shipment is written and its capture was tried at least once. */
export function isShipped(seq: number): (order: JournalRow) => boolean {
  return ({ effects }) =>
    effects
      .filter(({ kind, seq: its }) => its === seq && (kind === 'SHIP' || kind === 'CAPTURE'))
      .every(({ state, attempts }) => state !== 'PENDING' || attempts > 0) &&
    !effects.some(
      ({ kind, seq: its, state }) => kind === 'SHIP' && its === seq && state === 'PENDING',
    );
}

/** Whether an effect, if it is there, is done or was tried at least once more than so often. */
export function isTried(name: EffectName, attemptsBefore = 0): (order: JournalRow) => boolean {
  return ({ effects }) =>
    effects
      .filter(sameEffect(name))
      .every(({ state, attempts }) => state !== 'PENDING' || attempts > attemptsBefore);
}

interface Waiting {
  until(order: JournalRow, isAsWanted: (order: JournalRow) => boolean): Promise<JournalRow>;
}

/**
 * A refused or cancelled order once its stock is back on sale: to answer means that it is.
 * @throws SERVICE_UNAVAILABLE with the sentence when that takes too long; it is done all the same.
 */
export async function stockReleased(
  order: JournalRow,
  { until }: Waiting,
  otherwise: string,
): Promise<JournalRow> {
  const latest = await until(order, (seen) => !stillReleasing(seen));
  if (!stillReleasing(latest)) return latest;
  throw publicError('SERVICE_UNAVAILABLE', otherwise);
}
