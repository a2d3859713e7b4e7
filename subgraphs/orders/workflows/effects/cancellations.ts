import { undoAll } from '../../domain/effect';
import type { OrderChange } from '../../store/journal';
import type { JournalRow } from '../../store/journal-row';
import { decidedColumns } from '../decided-columns';

interface Cancelled {
  readonly actor: string;
  readonly note: string;
  readonly isOwner: boolean;
}

/** Cancels the order, and opens effects that release the stock and void the payment. */
export function cancellation(
  order: JournalRow,
  { actor, note, isOwner }: Cancelled,
  leaseSeconds: number,
): OrderChange {
  return {
    order,
    set: {
      ...decidedColumns(order),
      status: 'CANCELLED',
      statusReason: isOwner ? 'cancelled_by_customer' : 'cancelled_by_staff',
      decidedAt: order.decidedAt ?? new Date(),
    },
    leaseSeconds,
    updates: order.effects
      .filter(({ state }) => state === 'PENDING')
      .map(({ kind, seq }) => ({ kind, seq, state: 'SKIPPED' })),
    opened: undoAll,
    event: { type: 'order.cancelled', actor, note },
  };
}

/**
 * Cancels the unshipped rest: releases its stock, and voids the payment beyond the captures of
 * earlier shipments.
 */
export function restCancellation(
  order: JournalRow,
  { actor, note }: Omit<Cancelled, 'isOwner'>,
  leaseSeconds: number,
): OrderChange {
  return {
    order,
    set: { status: 'SHIPPED' },
    leaseSeconds,
    opened: undoAll,
    // Partners learn that nothing is left to ship; the mail to the buyer is that of the timeline.
    event: { type: 'order.rest_cancelled', publishedAs: 'order.shipped', actor, note },
  };
}

/** Rejects an order in review, and opens effects that release its stock and payment. */
export function reviewRejection(
  order: JournalRow,
  statusReason: 'review' | 'timed_out',
  { actor, note }: { readonly actor: string; readonly note: string | null },
  leaseSeconds: number,
): OrderChange {
  return {
    order,
    set: { status: 'REJECTED', statusReason },
    leaseSeconds,
    opened: undoAll,
    event: { type: 'order.rejected', actor, note },
  };
}
