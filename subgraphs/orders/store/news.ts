import { type OpenedEffect, pauseAfter, sameEffect } from '../domain/effect';
import type { EffectUpdate, JournalRow } from './journal-row';

/** Payload: milliseconds until effects without an owner fall due. */
export const openWorkChannel = 'orders_open_work';
/** Payload: the id of an order that was written by another process than the one it began in. */
export const takenOverChannel = 'orders_taken_over';

export interface News {
  readonly channel: string;
  readonly payload: string;
}

interface Change {
  readonly order: JournalRow;
  readonly leaseSeconds: number;
  readonly updates?: readonly EffectUpdate[];
  readonly opened?: readonly OpenedEffect[];
}

/**
 * What other processes are told of a change, by the statement that makes it. Nothing of an order
 * that goes well: a transaction that notifies holds a lock of the whole server until its commit is
 * on the disk, so that one in every order would make orders wait in a row.
 */
export function newsOf(change: Change): News[] {
  const news: News[] = [];
  const dueInMs = openWorkIn(change);
  if (dueInMs !== null) news.push({ channel: openWorkChannel, payload: String(dueInMs) });
  const { id, isTakenOver } = change.order;
  if (isTakenOver) news.push({ channel: takenOverChannel, payload: id });
  return news;
}

/** Milliseconds until the change leaves something to do for whoever comes by; null: nothing. */
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
