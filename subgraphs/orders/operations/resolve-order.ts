import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import type { AuditEntry } from '../../../platform/audit/entry';
import { NotFoundError, ValidationError, versionConflict } from '../../../platform/graphql/errors';
import { actorOf, type Viewer } from '../../../platform/requests/viewer';
import { assertNever } from '../../../platform/values/assert-never';
import type { OrdersContext } from '../context';
import { attentionBehind, isUndecided } from '../domain/attention';
import { type JournalEffect, releaseHeld } from '../domain/effect';
import { orderCan, undoingOf } from '../domain/order';
import { isTried, openCapture } from '../domain/progress';
import { noteProblems } from '../domain/staff-input';
import { ExpectedVersion } from '../schema/expected-version';
import { OrderStateError } from '../schema/order-state-error';
import { ResolveAction } from '../schema/resolve-action';
import { ResolveOrderResult } from '../schema/resolve-order.result';
import type { JournalRow } from '../store/journal-row';
import { changeWithRetries, orderToChange, stockReleased } from '../workflows/changing';
import { cancellation } from '../workflows/effects';

@Resolver()
export class ResolveOrderOperation {
  @Mutation(() => ResolveOrderResult, {
    nullable: true,
    description:
      'Runs the failed step that an order waits on (`Order.attention`) again, or undoes it. SUPPORT and ADMIN only.',
  })
  async resolveOrder(
    @Arg('id', () => ID, { description: 'Id of the order that waits for a person.' }) id: string,
    @Arg('action', () => ResolveAction, {
      description:
        'Whether to run the step again or undo it. Send `expectedVersion` with UNDO: sent again without, it undoes the next failed step.',
    })
    action: ResolveAction,
    @Arg('note', () => String, {
      description: 'Why, in 1 to 500 characters. Visible to staff in the timeline.',
    })
    note: string,
    @ExpectedVersion() expectedVersion: number | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<ResolveOrderResult> {
    const problems = noteProblems('note', note);
    if (problems.length > 0) return new ValidationError(problems);
    return changeWithRetries(context, async () => {
      const order = await orderToChange(id, context);
      if (order === null) return new NotFoundError('order');
      const conflict = versionConflict(order, expectedVersion);
      if (conflict !== null) return conflict;
      if (!orderCan.retry(order)) return new OrderStateError(order.status);
      const resolve = action === 'RETRY' ? retry : undo;
      return resolve(order, note.trim(), context);
    });
  }
}

const auditOf = (order: JournalRow, action: 'RETRY' | 'UNDO', viewer: Viewer) =>
  staffEntry(viewer, 'order.resolve', `Order:${order.id}`, {
    action,
    step: order.attention?.step,
  });

/** Null if the order was changed since it was read. */
async function retry(
  order: JournalRow,
  note: string,
  { store, workflows, viewer, configuration, signal }: OrdersContext,
): Promise<JournalRow | null> {
  const steps = waitingSteps(order);
  const written = await store.journal.write({
    order,
    set: { attention: attentionBehind(order, order.attention?.step) },
    leaseSeconds: configuration.orders.leaseSeconds,
    updates: steps.map(({ kind, seq }) => ({ kind, seq, state: 'PENDING' })),
    event: { type: 'order.retried', actor: actorOf(viewer), note },
    audit: auditOf(order, 'RETRY', viewer),
  });
  if (written === null) return null;
  void workflows.run(written);
  const tried = steps.map((step) => ({ ...step, isDone: isTried(step, step.attempts) }));
  const areTried = (latest: JournalRow) =>
    tried.every(
      ({ kind, isDone }) =>
        isDone(latest) || (kind === 'VOID' && openCapture(latest) !== undefined),
    );
  return workflows.until(written, areTried, { signal });
}

/** Makes all open effects due now, and retries permanently rejected ones once. */
function waitingSteps(order: JournalRow): JournalEffect[] {
  return [...order.effects.filter(({ state }) => state === 'PENDING'), ...refusedSteps(order)];
}

/** What the attention is for, if it was rejected permanently. */
function refusedSteps({ attention, effects }: JournalRow): JournalEffect[] {
  return effects.filter((effect) => effect.kind === attention?.step && isUndecided(effect));
}

/** Null if the order was changed since it was read. */
async function undo(
  order: JournalRow,
  note: string,
  context: OrdersContext,
): Promise<JournalRow | OrderStateError | null> {
  const { store, workflows, viewer, configuration } = context;
  const undoing = undoingOf(order);
  const by = { actor: actorOf(viewer), note, isOwner: false };
  const audit = auditOf(order, 'UNDO', viewer);
  switch (undoing) {
    case null:
      return new OrderStateError(order.status);
    case 'giveUp':
      return giveUp(order, by, audit, context);
    case 'cancel': {
      const { leaseSeconds } = configuration.orders;
      const written = await store.journal.write({
        ...cancellation(order, by, leaseSeconds),
        audit,
      });
      if (written === null) return null;
      void workflows.run(written);
      return stockReleased(
        written,
        context,
        'The order is undone; its stock is still being released.',
      );
    }
    default:
      return assertNever(undoing);
  }
}

/**
 * Nothing is captured after the last shipment: what the given up capture leaves held is released. A
 * VOID that waited for the capture is due now.
 */
async function giveUp(
  order: JournalRow,
  { actor, note }: { readonly actor: string; readonly note: string },
  audit: AuditEntry | null,
  { store, workflows, configuration }: OrdersContext,
): Promise<JournalRow | null> {
  const updates = refusedSteps(order).map(({ kind, seq, state, outcome }) => {
    return { kind, seq, state, outcome: { ...outcome, givenUp: true } };
  });
  const waiting = order.effects.filter(({ kind, state }) => kind === 'VOID' && state === 'PENDING');
  const isAllShipped = !orderCan.ship(order);
  const written = await store.journal.write({
    order,
    set: { attention: attentionBehind(order, order.attention?.step) },
    leaseSeconds: configuration.orders.leaseSeconds,
    updates: [...updates, ...waiting.map(({ kind, seq, state }) => ({ kind, seq, state }))],
    opened: isAllShipped ? releaseHeld([...order.effects, ...updates]) : [],
    event: { type: 'order.step_given_up', actor, note },
    audit,
  });
  if (written !== null) void workflows.run(written);
  return written;
}
