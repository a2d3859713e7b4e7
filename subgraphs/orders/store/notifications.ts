import { type OpenedEffect, pauseAfter, sameEffect } from '../domain/effect';
import type { EffectUpdate, JournalRow } from './journal-row';

/** Every process polls for open work this often; work that is due later needs no notification. */
export const openWorkPollMs = 5_000;

/** Payload: milliseconds until effects without an owner are due. */
export const openWorkChannel = 'orders_open_work';
/** Payload: the id of an order that was written by another process than the one it started in. */
export const takenOverChannel = 'orders_taken_over';

export interface Notification {
  readonly channel: string;
  readonly payload: string;
}

interface Change {
  readonly order: JournalRow;
  readonly set?: Partial<Pick<JournalRow, 'status' | 'paymentStatus'>>;
  readonly leaseSeconds: number;
  readonly updates?: readonly EffectUpdate[];
  readonly opened?: readonly OpenedEffect[];
}

/**
 * Notifications for other processes, sent by the statement that changes an order. Orders that succeed
 * send none: a notifying transaction holds a server-wide lock until its commit is on disk, which
 * would serialise orders.
 */
export function notificationsOf(change: Change): Notification[] {
  const notifications: Notification[] = [];
  const dueInMs = openWorkIn(change);
  if (dueInMs !== null && dueInMs < openWorkPollMs)
    notifications.push({ channel: openWorkChannel, payload: String(dueInMs) });
  const { id, isTakenOver } = change.order;
  if (isTakenOver && !isOnlyPostponed(change))
    notifications.push({ channel: takenOverChannel, payload: id });
  return notifications;
}

/** Whether an undecided order stays as it is: requests wait for its decision or its payment. */
function isOnlyPostponed({ order, set = {} }: Change): boolean {
  const { status = order.status, paymentStatus = order.paymentStatus } = set;
  return status === 'PENDING' && paymentStatus === order.paymentStatus;
}

/** Milliseconds until the change leaves work for another worker; null if it leaves none. */
function openWorkIn({ order, leaseSeconds, updates = [], opened = [] }: Change): number | null {
  if (leaseSeconds > 0) return null;
  const waits = order.effects
    .filter(({ state }) => state === 'PENDING')
    .map((effect) => ({ effect, update: updates.find(sameEffect(effect)) }))
    .filter(({ update }) => (update?.state ?? 'PENDING') === 'PENDING')
    .map(({ effect, update }) =>
      update ? (update.pauseMs ?? 0) : effect.due ? 0 : pauseAfter(effect.attempts),
    );
  if (opened.length > 0) waits.push(0);
  return waits.length > 0 ? Math.min(...waits) : null;
}
