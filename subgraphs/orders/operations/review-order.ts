import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError, ValidationError, versionConflict } from '../../../platform/graphql/errors';
import { actorOf } from '../../../platform/requests/viewer';
import type { OrdersContext } from '../context';
import { next, orderCan } from '../domain/order';
import { noteProblems } from '../domain/staff-input';
import { ExpectedVersion } from '../schema/expected-version';
import { OrderStateError } from '../schema/order-state-error';
import { ReviewOrderResult } from '../schema/review-order.result';
import type { JournalRow } from '../store/journal-row';
import { changeWithRetries, orderToChange, stockReleased } from '../workflows/changing';
import { reviewRejection } from '../workflows/effects';

@Resolver()
export class ReviewOrderOperation {
  @Mutation(() => ReviewOrderResult, {
    nullable: true,
    description:
      'Decides on an order IN_REVIEW. Rejecting it releases the stock; the void of the payment follows. SUPPORT and ADMIN only.',
  })
  async reviewOrder(
    @Arg('id', () => ID, { description: 'Id of the order in review.' }) id: string,
    @Arg('approve', () => Boolean, {
      description:
        'True confirms the order, false rejects it. The same decision again changes nothing.',
    })
    approve: boolean,
    @Arg('note', () => String, {
      description: 'Why, in 1 to 500 characters. Visible to staff in the timeline.',
    })
    note: string,
    @ExpectedVersion() expectedVersion: number | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<ReviewOrderResult> {
    const problems = noteProblems('note', note);
    if (problems.length > 0) return new ValidationError(problems);
    return changeWithRetries(context, async () => {
      const order = await orderToChange(id, context);
      if (order === null) return new NotFoundError('order');
      if (await wasDecidedSo(order, approve, context)) return answerOf(order, context);
      const conflict = versionConflict(order, expectedVersion);
      if (conflict !== null) return conflict;
      if (!orderCan.review(order)) return new OrderStateError(order.status);
      const decided = await decide(order, approve, note.trim(), context);
      if (decided === null) return null;
      void context.workflows.run(decided);
      return answerOf(decided, context);
    });
  }
}

/** Whether the order's review ended with the same decision, whatever its status now. */
async function wasDecidedSo(
  order: JournalRow,
  approve: boolean,
  { store }: OrdersContext,
): Promise<boolean> {
  if (order.status === 'IN_REVIEW' || order.status === 'PENDING') return false;
  const decision = next('IN_REVIEW', approve ? 'approve' : 'reject');
  const events = await store.reads.events([order.id]);
  return events.some(
    ({ fromStatus, toStatus }) => fromStatus === 'IN_REVIEW' && toStatus === decision,
  );
}

function decide(
  order: JournalRow,
  approve: boolean,
  note: string,
  { store, viewer, configuration }: OrdersContext,
): Promise<JournalRow | null> {
  const actor = actorOf(viewer);
  const audit = staffEntry(viewer, 'order.review', `Order:${order.id}`, { approve });
  if (!approve) {
    const { leaseSeconds } = configuration.orders;
    const rejection = reviewRejection(order, 'review', { actor, note }, leaseSeconds);
    return store.journal.write({ ...rejection, audit });
  }
  return store.journal.write({
    order,
    set: { status: 'CONFIRMED' },
    leaseSeconds: 0,
    event: { type: 'order.confirmed', actor, note },
    audit,
  });
}

const answerOf = (order: JournalRow, context: OrdersContext): Promise<JournalRow> =>
  stockReleased(order, context, 'The order is rejected; its stock is still being released.');
