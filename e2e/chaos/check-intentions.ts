import { keyHash } from '../../platform/values/input-hash';
import type { Facts, OrderFact } from './facts';
import type { History, IntentionRecord, Outcome } from './history';

/** Checks that every acknowledged call took effect once, and every other one at most once. */

const decided = new Set(['CONFIRMED', 'IN_REVIEW', 'PARTIALLY_SHIPPED', 'SHIPPED', 'CANCELLED']);
const liveStatuses = new Set(['CONFIRMED', 'IN_REVIEW', 'PARTIALLY_SHIPPED', 'SHIPPED']);

const doneOf = (outcomes: readonly Outcome[]) => outcomes.filter(({ done }) => done);
const codesOf = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap((outcome) => (outcome.done ? [] : [outcome.code]));

function* placings(record: IntentionRecord, facts: Facts): Generator<string> {
  const { intention, outcomes } = record;
  const { key } = intention;
  const placed = facts.orders.filter(({ note }) => note === key);
  if (placed.length > 1) {
    const each = placed.map(({ id, status, statusReason }) => `${id} ${statusReason ?? status}`);
    yield `${key}: placed ${placed.length} times: ${each.join(', ')}`;
  }
  const named = new Set(outcomes.flatMap(({ orderId }) => orderId ?? []));
  if (named.size > 1) yield `${key}: answered with ${named.size} different orders`;
  for (const id of named) {
    if (!placed.some((order) => order.id === id))
      yield `${key}: order ${id} is acknowledged and lost`;
  }
  const [order] = placed;
  for (const outcome of outcomes) yield* placingOutcome(key, outcome, order);
}

const refusals: Readonly<Record<string, string>> = {
  PAYMENT_DECLINED: 'payment_declined',
  INSUFFICIENT_STOCK: 'out_of_stock',
};

function* placingOutcome(
  key: string,
  outcome: Outcome,
  order: OrderFact | undefined,
): Generator<string> {
  if (outcome.done) {
    const isFinal = outcome.status !== null && liveStatuses.has(outcome.status);
    if (isFinal && order && !decided.has(order.status)) {
      yield `${key}: acknowledged as ${outcome.status}, and now ${order.status}`;
    }
    return;
  }
  const reason = refusals[outcome.code];
  if (reason === undefined) yield `${key}: refused with ${outcome.code}`;
  else if (order?.status !== 'REJECTED' || order.statusReason !== reason) {
    yield `${key}: refused with ${outcome.code}, and now ${order?.status} ${order?.statusReason}`;
  }
}

function* cancellations({ intention, outcomes }: IntentionRecord, facts: Facts): Generator<string> {
  const { key, orderId } = intention;
  const order = facts.orders.find(({ id }) => id === orderId);
  for (const { status } of doneOf(outcomes) as Extract<Outcome, { done: true }>[]) {
    if (order?.status !== status) {
      yield `${key}: order ${orderId} acknowledged as ${status}, and now ${order?.status}`;
    }
  }
}

function* shipments({ intention, outcomes }: IntentionRecord, facts: Facts): Generator<string> {
  const { key, orderId, requested } = intention;
  const hash = keyHash(key);
  const effects = facts.effects.filter((effect) => effect.kind === 'SHIP' && effect.key === hash);
  if (effects.length > 1) yield `${key}: shipped ${effects.length} times`;
  const units = facts.shipped.find((one) => one.key === key && one.orderId === orderId)?.units ?? 0;
  const most = requested.lines?.reduce((sum, { quantity }) => sum + quantity, 0);
  if (most !== undefined && units > most) yield `${key}: ${units} units left instead of ${most}`;
  if (doneOf(outcomes).length > 0 && (effects[0]?.state !== 'DONE' || units === 0)) {
    yield `${key}: the shipment of ${orderId} is acknowledged and lost`;
  }
  if (codesOf(outcomes).includes('INSUFFICIENT_STOCK')) {
    yield `${key}: the confirmed order ${orderId} lacked its stock`;
  }
}

function* refunds({ intention, outcomes }: IntentionRecord, facts: Facts): Generator<string> {
  const { key, orderId, requested } = intention;
  const made = facts.refunds.filter(({ reason }) => reason === key);
  if (made.length > 1) yield `${key}: refunded ${made.length} times`;
  const isThere =
    made[0]?.orderId === orderId &&
    made[0]?.amountMinor === BigInt((requested.amount ?? '0').replace('.', ''));
  if (doneOf(outcomes).length > 0 && !isThere) {
    yield `${key}: the refund of ${orderId} is acknowledged and lost`;
  }
}

function* adjustments({ intention, outcomes }: IntentionRecord, facts: Facts): Generator<string> {
  const { key, requested } = intention;
  const moved = facts.movements.filter(({ reference }) => reference === key);
  const times = moved.reduce((sum, { count }) => sum + count, 0);
  if (times > 1) yield `${key}: the stock was adjusted ${times} times`;
  if (doneOf(outcomes).length > 0 && moved[0]?.onHand !== requested.delta) {
    yield `${key}: the adjustment is acknowledged and lost`;
  }
}

/**
 * Stock of a refused or cancelled order is released before the answer. What reconciling releases
 * later is as good at the end, and hides that a step is missing.
 */
function* lateReleases({ intention, outcomes }: IntentionRecord, facts: Facts): Generator<string> {
  for (const outcome of outcomes) {
    const { done, orderId, atMs } = outcome;
    const isEnded = done ? outcome.status === 'CANCELLED' : outcome.code in refusals;
    const released = facts.releases.find((each) => each.orderId === orderId);
    if (isEnded && released && released.atMs > atMs) {
      const lateMs = Math.round(released.atMs - atMs);
      yield `${intention.key}: stock of ${orderId} was released ${lateMs} ms after the answer`;
    }
  }
}

const checks = {
  place: placings,
  cancel: cancellations,
  ship: shipments,
  refund: refunds,
  adjust: adjustments,
};

/** What nobody asked for, or asked of something that is not there. */
function* unexpected(history: History, facts: Facts): Generator<string> {
  const intended = [...history.records.values()].map(({ intention }) => intention);
  const wanted = new Set(intended.map(({ operation, orderId }) => `${operation} ${orderId}`));
  const asked = (operation: string, orderId: string) => wanted.has(`${operation} ${orderId}`);
  for (const { id, note, status } of facts.orders) {
    if (note === null || !history.records.has(note)) yield `order ${id}: nobody placed it`;
    if (status === 'CANCELLED' && !asked('cancel', id)) yield `order ${id}: nobody cancelled it`;
    const isShipped = status === 'SHIPPED' || status === 'PARTIALLY_SHIPPED';
    if (isShipped && !asked('ship', id)) yield `order ${id}: nobody shipped it`;
  }
}

export function checkIntentions(history: History, facts: Facts): string[] {
  const found = [...unexpected(history, facts)];
  for (const record of history.records.values()) {
    found.push(...checks[record.intention.operation](record, facts));
  }
  return found;
}

/** Compares times of the database with those of clients, so that their clocks must agree. */
export const checkReleases = (history: History, facts: Facts): string[] =>
  [...history.records.values()].flatMap((record) => [...lateReleases(record, facts)]);
