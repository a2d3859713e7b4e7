import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import {
  forbidden,
  NotFoundError,
  ValidationError,
  versionConflict,
} from '../../../platform/graphql/errors';
import { actorOf } from '../../../platform/requests/viewer';
import type { OrdersContext } from '../context';
import { mayEver, type OrderViewer, orderCan, whoMayEver } from '../domain/order';
import { isShipping } from '../domain/progress';
import { noteProblems } from '../domain/staff-input';
import { CancelOrderResult } from '../schema/cancel-order.result';
import { ExpectedVersion } from '../schema/expected-version';
import { OrderStateError } from '../schema/order-state-error';
import type { JournalRow } from '../store/journal-row';
import { orderViewer } from '../visibility';
import { changeWithRetries, orderToChange, stockReleased } from '../workflows/changing';
import { cancellation, restCancellation } from '../workflows/effects';

@Resolver()
export class CancelOrderOperation {
  @Mutation(() => CancelOrderResult, {
    nullable: true,
    description:
      'Cancels an order before its first shipment (owner, SUPPORT, ADMIN) or the rest of a PARTIALLY_SHIPPED one (SUPPORT, ADMIN). API keys need ORDERS_WRITE.',
  })
  async cancelOrder(
    @Arg('id', () => ID, {
      description: 'Id of the order to cancel. Cancelling it again changes nothing.',
    })
    id: string,
    @Arg('reason', () => String, {
      description: 'Why it is cancelled, 1 to 500 characters. Visible to staff in the timeline.',
    })
    reason: string,
    @ExpectedVersion() expectedVersion: number | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<CancelOrderResult> {
    const problems = noteProblems('reason', reason);
    if (problems.length > 0) return new ValidationError(problems);
    return changeWithRetries(context, async () => {
      const order = await orderToChange(id, context);
      if (order === null) return new NotFoundError('order');
      const viewer = orderViewer(order, context.viewer);
      if (!mayEver(viewer, 'cancel')) throw forbidden(whoMayEver('cancel'));
      const isDone = order.status === 'CANCELLED' || (await wasRestCancelled(order, context));
      if (isDone) return released(order, context);
      const conflict = versionConflict(order, expectedVersion);
      if (conflict !== null) return conflict;
      const isRest = mayCancelRest(order, viewer);
      if (!isRest && !orderCan.cancel(order)) return new OrderStateError(order.status);
      // Whether the units have left is known only when the shipment is complete.
      if (isShipping(order)) {
        await context.workflows.until(order, (latest) => !isShipping(latest), context);
        return null;
      }
      return cancel(order, isRest, reason.trim(), context);
    });
  }
}

const mayCancelRest = (order: JournalRow, viewer: OrderViewer): boolean =>
  orderCan.cancelRest(order) && mayEver(viewer, 'cancelRest');

/** Whether the rest was cancelled before, by those who may, wherever the parcels are now. */
async function wasRestCancelled(
  order: JournalRow,
  { store, viewer }: OrdersContext,
): Promise<boolean> {
  if (order.status !== 'SHIPPED' && order.status !== 'DELIVERED') return false;
  if (!mayEver(orderViewer(order, viewer), 'cancelRest')) return false;
  const events = await store.reads.events([order.id]);
  return events.some(({ type }) => type === 'order.rest_cancelled');
}

/** Null if the order was changed since it was read. */
async function cancel(
  order: JournalRow,
  isRest: boolean,
  note: string,
  context: OrdersContext,
): Promise<JournalRow | null> {
  const { store, workflows, viewer, configuration } = context;
  const { leaseSeconds } = configuration.orders;
  const by = { actor: actorOf(viewer), note, isOwner: orderViewer(order, viewer).isOwner };
  const detail = { status: [order.status, isRest ? 'SHIPPED' : 'CANCELLED'] };
  const audit = staffEntry(viewer, 'order.cancel', `Order:${order.id}`, detail);
  const cancelled = await (isRest
    ? store.shipments.cancelRest({ ...restCancellation(order, by, leaseSeconds), audit })
    : store.journal.write({ ...cancellation(order, by, leaseSeconds), audit }));
  if (cancelled === null) return null;
  void workflows.run(cancelled);
  return released(cancelled, context);
}

const released = (order: JournalRow, context: OrdersContext): Promise<JournalRow> =>
  stockReleased(order, context, 'The order is cancelled; its stock is still being released.');
