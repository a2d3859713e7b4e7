import type { OrderChange } from '../store/journal';
import type { JournalRow, OpenedEffect } from '../store/journal-row';

/** What a cancelled or rejected order still has to let go of. */
export const undoing: readonly OpenedEffect[] = [
  { kind: 'RELEASE', seq: 1, input: null },
  { kind: 'VOID', seq: 1, input: null },
];

interface Cancelled {
  readonly actor: string;
  readonly note: string;
  readonly isOwner: boolean;
}

/** Refuses first: the stock is released and the payment voided by what this writes into the journal. */
export function cancellation(
  order: JournalRow,
  { actor, note, isOwner }: Cancelled,
  leaseSeconds: number,
): OrderChange {
  return {
    order,
    set: {
      status: 'CANCELLED',
      statusReason: isOwner ? 'cancelled_by_customer' : 'cancelled_by_staff',
      paymentToken: null,
      paymentAction: null,
      attention: null,
      decidedAt: order.decidedAt ?? new Date(),
    },
    leaseSeconds,
    updates: order.effects
      .filter(({ state }) => state === 'PENDING')
      .map(({ kind, seq }) => ({ kind, seq, state: 'SKIPPED' })),
    opened: undoing,
    event: { type: 'order.cancelled', actor, note },
  };
}

/**
 * Cancels what is not shipped: its stock is released, and what is held of the payment beyond the
 * captures of what was shipped is voided.
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
    opened: undoing,
    event: { type: 'order.rest_cancelled', actor, note },
  };
}
