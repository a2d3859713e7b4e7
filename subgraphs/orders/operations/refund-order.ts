import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import {
  NotFoundError,
  unauthenticated,
  ValidationError,
  versionConflict,
} from '../../../platform/graphql/errors';
import { Money } from '../../../platform/graphql/money';
import { actorOf, userIdOf } from '../../../platform/requests/viewer';
import { inputHash, keyHash } from '../../../platform/values/input-hash';
import { decimalFromMinor, scaledDecimal } from '../../../platform/values/money';
import { uuidV7 } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { begunUnder } from '../domain/effect';
import type { RefundInput, RestockInput } from '../domain/effect-input';
import { orderCan } from '../domain/order';
import { isTried, refundableMinor } from '../domain/progress';
import { refundAmount, refundProblems, requestedReturns } from '../domain/refund-order-input';
import {
  type RequestedReturn,
  restockedUnits,
  restockingCodes,
  returnProblems,
  spelledReturns,
  warehouseProblems,
} from '../domain/returns';
import { shardOf } from '../domain/shard';
import { OrderStateError } from '../schema/order-state-error';
import { RefundOrderInput } from '../schema/refund-order.input';
import { RefundOrderResult } from '../schema/refund-order.result';
import { RefundTooLargeError } from '../schema/refund-too-large-error';
import type { JournalRow } from '../store/journal-row';
import type { ClaimedKey } from '../store/keyed-change';
import { begunBefore, changeByKey, orderToChange } from '../workflows/changing';

@Resolver()
export class RefundOrderOperation {
  @Mutation(() => RefundOrderResult, {
    nullable: true,
    description:
      'Refunds captured money, in parts or as a whole, and records returned units. The refund may still be PENDING. SUPPORT and ADMIN only.',
  })
  async refundOrder(
    @Arg('input', () => RefundOrderInput, {
      description: 'The amount to refund, and the units that came back.',
    })
    input: RefundOrderInput,
    @Ctx() context: OrdersContext,
  ): Promise<RefundOrderResult> {
    const userId = userIdOf(context.viewer);
    if (userId === null) throw unauthenticated();
    const problems = refundProblems(input, context.configuration.orders);
    if (problems.length > 0) return new ValidationError(problems);
    const { idempotencyKey, ...rest } = input;
    const key = keyHash(idempotencyKey);
    const order = await orderToChange(input.orderId, context);
    // "1.5" and "1.50" are the same input.
    const amount = order === null ? input.amount : scaledDecimal(input.amount, order.currency);
    const claim = {
      mutation: 'refundOrder',
      userId,
      key,
      inputHash: inputHash({ ...rest, amount }),
      orderId: input.orderId,
    };
    return changeByKey(
      context,
      () => begunBefore(claim, context, (changed) => answerOf(changed, key, context)),
      () => begin(input, claim, context),
    );
  }
}

/** Null if the order was changed or the key was used since they were read. */
async function begin(
  input: RefundOrderInput,
  claim: ClaimedKey,
  context: OrdersContext,
): Promise<RefundOrderResult | null> {
  const order = await orderToChange(input.orderId, context);
  if (order === null) return new NotFoundError('order');
  const conflict = versionConflict(order, input.expectedVersion);
  if (conflict !== null) return conflict;
  if (!orderCan.refund(order)) return new OrderStateError(order.status);
  const stepMinor = context.payments.stepOf(order.currency);
  const amountMinor = refundAmount(input.amount, order.currency, stepMinor);
  if (amountMinor === null) {
    const step = decimalFromMinor(stepMinor, order.currency);
    const message = `Takes more than 0, in steps of ${step} ${order.currency}.`;
    return new ValidationError([{ path: ['amount'], message }]);
  }
  const refundable = refundableMinor(order);
  if (amountMinor > refundable) {
    return new RefundTooLargeError(new Money(refundable, order.currency));
  }
  const returned = await returnedUnits(order, requestedReturns(input.lines ?? []), context);
  if (returned instanceof ValidationError) return returned;
  const { store, workflows } = context;
  const { change, refund } = refundChange(
    order,
    { key: claim.key, reason: input.reason.trim(), amountMinor },
    returned,
    context,
  );
  const started = await store.refunds.begin(change, claim, refund);
  if (started === null) return null;
  void workflows.run(started);
  return answerOf(started, claim.key, context);
}

interface Returned {
  readonly lines: readonly RequestedReturn[];
  readonly restock: RestockInput;
}

/** The returned units and their warehouses, or why they are invalid. */
async function returnedUnits(
  order: JournalRow,
  lines: readonly RequestedReturn[],
  context: OrdersContext,
): Promise<Returned | ValidationError> {
  if (lines.length === 0) return { lines, restock: { lines: [] } };
  const { store, inventory } = context;
  const bought = await store.reads.lines([order.id]);
  const shipments = await store.reads.parcels(order.id);
  const restocked = restockedUnits(bought, shipments, lines);
  const codes = restockingCodes(lines, restocked);
  const open =
    codes.length > 0 ? await inventory.openWarehouses(codes, context) : new Set<string>();
  const problems = [...returnProblems(bought, lines), ...warehouseProblems(lines, restocked, open)];
  if (problems.length > 0) return new ValidationError(problems);
  return { lines: spelledReturns(bought, lines), restock: { lines: restocked } };
}

function refundChange(
  order: JournalRow,
  { key, reason, amountMinor }: { key: string; reason: string; amountMinor: bigint },
  { lines, restock }: Returned,
  { viewer, configuration }: OrdersContext,
) {
  const seq = 1 + order.effects.filter(({ kind }) => kind === 'REFUND').length;
  const actor = actorOf(viewer);
  const requested: RefundInput = { idempotencyKey: key, amountMinor, actor };
  const change = {
    order,
    leaseSeconds: configuration.orders.leaseSeconds,
    opened: [
      { kind: 'REFUND', seq, input: requested } as const,
      ...(restock.lines.length > 0 ? [{ kind: 'RESTOCK', seq, input: restock } as const] : []),
    ],
    event: { type: 'order.refund_requested', actor, note: reason },
    audit: staffEntry(viewer, 'order.refund', `Order:${order.id}`, {
      amountMinor: amountMinor.toString(),
      currency: order.currency,
      returned: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    }),
  };
  return {
    change,
    refund: { id: uuidV7(shardOf(order.customerId)), seq, amountMinor, reason, lines },
  };
}

function answerOf(
  order: JournalRow,
  key: string,
  { workflows, viewer, signal }: OrdersContext,
): Promise<JournalRow> {
  const refunds = order.effects.filter((effect) => effect.kind === 'REFUND');
  const refund = begunUnder(refunds, { key, actor: actorOf(viewer) });
  const seq = refund?.seq ?? 0;
  const [refunded, restocked] = [
    isTried({ kind: 'REFUND', seq }),
    isTried({ kind: 'RESTOCK', seq }),
  ];
  return workflows.until(order, (latest) => refunded(latest) && restocked(latest), { signal });
}
