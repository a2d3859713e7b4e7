import { assertNever } from '../../../../platform/values/assert-never';
import { undoAll, undoReservation } from '../../domain/effect';
import { shortagesWhenPriced } from '../../domain/shortages';
import type { JournalRow } from '../../store/journal-row';
import { NotOwnerError } from '../attempt';
import type { WorkflowDependencies } from '../dependencies';
import type { StockReserved } from '../inventory';
import { accept } from './accept';
import type { PlacedLine, ReadRequest } from './begin-waiting';
import { awaitPayment, type PlacedOrder, postpone, reject } from './decisions';
import { authorize, type NotAuthorized, reserveStock, StepFailed } from './steps';

/**
 * The saga of an order, top-down. Any process may run it again from the top at any time: every step
 * takes effect once, by its key, and writes of a former owner are rejected.
 *
 * The undo of a step is next to it and is written with the decision before it is executed: an order
 * is rejected first and its stock released afterwards. Until the decision, the open effects are the
 * registration: a worker that finds them abandoned resumes the saga. The reservation is confirmed
 * after the decision, since nothing but the end of its order releases it (reconcile-reservations.ts).
 *
 * An order that waits for the bank asks the provider first: its stock was reserved before the payment
 * was requested, and is looked at again when the payment is authorised.
 *
 * @returns the order after this run; null if another process owns it now.
 */
export async function placeOrder(
  found: JournalRow,
  readRequest: ReadRequest,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  let order = found;
  const onWritten = (written: JournalRow): void => {
    order = written;
  };
  try {
    const waited = isAwaitingPayment(order)
      ? await authorize(order, dependencies, signal, onWritten)
      : null;
    if (waited !== null && waited.outcome !== 'authorized')
      return await onNotAuthorized({ order, readRequest }, waited, dependencies, signal);

    const { lines } = await readRequest();
    const stock = await reserveUnlessShort(order, lines, dependencies, signal); // undone by RELEASE
    if (stock.shortages.length > 0) {
      const refusal = { reason: 'out_of_stock', shortages: stock.shortages } as const;
      return await reject(order, refusal, wasTriedBefore(order) ? undoAll : [], dependencies);
    }
    if (stock.state === 'RELEASED') {
      return await reject(order, { reason: 'timed_out' }, undoAll, dependencies);
    }

    const payment = waited ?? (await authorize(order, dependencies, signal, onWritten)); // undone by VOID
    if (payment.outcome !== 'authorized')
      return await onNotAuthorized({ order, readRequest }, payment, dependencies, signal);

    return await accept(order, payment, dependencies);
  } catch (error) {
    if (error instanceof NotOwnerError) return null;
    if (error instanceof StepFailed) return postpone(order, error, dependencies);
    throw error;
  }
}

/**
 * Asks inventory only for what was available when the request priced the order. Nothing is held for
 * an order that is short then, so nothing has to be released.
 */
async function reserveUnlessShort(
  order: JournalRow,
  lines: readonly PlacedLine[],
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<StockReserved> {
  const shortages = wasTriedBefore(order) ? [] : shortagesWhenPriced(lines);
  if (shortages.length > 0) return { state: 'RELEASED', shortages };
  return reserveStock(order, lines, dependencies, signal);
}

/** Whether the provider has the payment, and had not decided. */
const isAwaitingPayment = ({ paymentStatus }: JournalRow): boolean =>
  paymentStatus === 'PENDING' || paymentStatus === 'ACTION_REQUIRED';

function onNotAuthorized(
  placed: PlacedOrder,
  payment: NotAuthorized,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { order } = placed;
  switch (payment.outcome) {
    case 'declined': {
      const { declineCode } = payment;
      return reject(
        order,
        { reason: 'payment_declined', declineCode },
        undoReservation,
        dependencies,
      );
    }
    case 'voided':
      // The void changes nothing at the provider, and records that nothing is held.
      return reject(order, { reason: 'timed_out' }, undoAll, dependencies);
    case 'pending':
    case 'action_required':
      return awaitPayment(placed, payment, dependencies, signal);
    default:
      return assertNever(payment);
  }
}

/** An earlier attempt may still be in flight, and must find a tombstone when it arrives. */
function wasTriedBefore(order: JournalRow): boolean {
  const reserve = order.effects.find(({ kind }) => kind === 'RESERVE');
  return order.epoch > 1 || (reserve?.attempts ?? 0) > 0;
}
