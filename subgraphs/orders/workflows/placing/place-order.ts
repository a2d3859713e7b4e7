import type { AuthorizeOutcome } from '../../../../payments/provider';
import { assertNever } from '../../../../platform/values/assert-never';
import { undoAll, undoReservation } from '../../domain/effect';
import type { WantedLine } from '../../domain/order-input';
import type { JournalRow } from '../../store/journal-row';
import { NotOwnerError } from '../attempt';
import type { WorkflowParts } from '../dependencies';
import { accept, awaitPayment, postpone, reject } from './decisions';
import { authorize, confirmStock, reserveStock, StepFailed } from './steps';

/**
 * The saga of an order, top-down. Any process may run it again from the top at any time: every step
 * takes effect once, by its key, and writes of a former owner are rejected.
 *
 * The undo of a step is next to it and is written with the decision before it is executed: an order
 * is rejected first and its stock released afterwards. Until the decision, the open effects are the
 * registration: a worker that finds them abandoned resumes the saga.
 *
 * @returns the order after this run; null if another process owns it now.
 */
export async function placeOrder(
  found: JournalRow,
  lines: readonly WantedLine[],
  parts: WorkflowParts,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  let order = found;
  const kept = (written: JournalRow): void => {
    order = written;
  };
  try {
    const stock = await reserveStock(order, lines, parts, signal); // undone by RELEASE
    if (stock.shortages.length > 0) {
      const refusal = { reason: 'out_of_stock', shortages: stock.shortages } as const;
      return await reject(order, refusal, wasTriedBefore(order) ? undoAll : [], parts);
    }
    if (stock.state === 'RELEASED') {
      return await reject(order, { reason: 'timed_out' }, undoAll, parts);
    }

    const payment = await authorize(order, parts, signal, kept); // undone by VOID
    if (payment.outcome !== 'authorized') return await unpaid(order, payment, parts);

    const isFirm = await confirmStock(order, parts, signal); // undone by RELEASE
    if (!isFirm) return await reject(order, { reason: 'timed_out' }, undoAll, parts);

    return await accept(order, payment, parts);
  } catch (error) {
    if (error instanceof NotOwnerError) return null;
    if (error instanceof StepFailed) return postpone(order, error, parts);
    throw error;
  }
}

type Unpaid = Exclude<AuthorizeOutcome, { outcome: 'authorized' }>;

function unpaid(
  order: JournalRow,
  payment: Unpaid,
  parts: WorkflowParts,
): Promise<JournalRow | null> {
  switch (payment.outcome) {
    case 'declined': {
      const { declineCode } = payment;
      return reject(order, { reason: 'payment_declined', declineCode }, undoReservation, parts);
    }
    case 'voided':
      return reject(order, { reason: 'timed_out' }, undoReservation, parts);
    case 'pending':
    case 'action_required':
      return awaitPayment(order, payment, parts);
    default:
      return assertNever(payment);
  }
}

/** An earlier attempt may still be in flight, and must find a tombstone when it arrives. */
function wasTriedBefore(order: JournalRow): boolean {
  const reserve = order.effects.find(({ kind }) => kind === 'RESERVE');
  return order.epoch > 1 || (reserve?.attempts ?? 0) > 0;
}
