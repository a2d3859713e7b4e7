import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import {
  NotFoundError,
  unauthenticated,
  ValidationError,
  versionConflict,
} from '../../../platform/graphql/errors';
import { publicError } from '../../../platform/requests/public-error';
import { actorOf, userIdOf, type Viewer } from '../../../platform/requests/viewer';
import { inputHash, keyHash } from '../../../platform/values/input-hash';
import type { OrdersContext } from '../context';
import { begunUnder, type EffectOf } from '../domain/effect';
import type { ShipmentInput } from '../domain/effect-input';
import { erasedTracking } from '../domain/erasure';
import { orderCan } from '../domain/order';
import { isShipped, isShipping } from '../domain/progress';
import { linesToShip, shippingProblems } from '../domain/ship-order-input';
import { InsufficientStockError } from '../schema/insufficient-stock-error';
import { OrderStateError } from '../schema/order-state-error';
import { ShipOrderInput } from '../schema/ship-order.input';
import { ShipOrderResult } from '../schema/ship-order.result';
import type { JournalRow } from '../store/journal-row';
import type { ClaimedKey } from '../store/keyed-change';
import { begunBefore, changeByKey, orderToChange } from '../workflows/changing';

@Resolver()
export class ShipOrderOperation {
  @Mutation(() => ShipOrderResult, {
    nullable: true,
    description:
      'Records that units left the warehouse, and captures their share of the payment. WAREHOUSE and ADMIN only.',
  })
  async shipOrder(
    @Arg('input', () => ShipOrderInput, {
      description: 'What is shipped, by whom, and how it is tracked.',
    })
    input: ShipOrderInput,
    @Ctx() context: OrdersContext,
  ): Promise<ShipOrderResult> {
    const userId = userIdOf(context.viewer);
    if (userId === null) throw unauthenticated();
    const requested = {
      ...input,
      trackingUrl: input.trackingUrl ? String(input.trackingUrl) : null,
    };
    const problems = shippingProblems(requested, context.configuration.orders);
    if (problems.length > 0) return new ValidationError(problems);
    const { idempotencyKey, ...rest } = requested;
    const key = keyHash(idempotencyKey);
    const claim = {
      mutation: 'shipOrder',
      userId,
      key,
      inputHash: inputHash(rest),
      orderId: input.orderId,
    };
    return changeByKey(
      context,
      () => begunBefore(claim, context, (order) => answerOf(order, key, context)),
      () => begin(requested, claim, context),
    );
  }
}

type ShippingRequest = Omit<ShipOrderInput, 'trackingUrl'> & {
  readonly trackingUrl: string | null;
};

/** Null if the order was changed or the key was used since they were read. */
async function begin(
  input: ShippingRequest,
  claim: ClaimedKey,
  context: OrdersContext,
): Promise<ShipOrderResult | null> {
  const { store, workflows, viewer, configuration } = context;
  const order = await orderToChange(input.orderId, context);
  if (order === null) return new NotFoundError('order');
  const conflict = versionConflict(order, input.expectedVersion);
  if (conflict !== null) return conflict;
  if (isShipping(order)) {
    await workflows.until(order, (latest) => !isShipping(latest), context);
    return null;
  }
  if (!orderCan.ship(order)) return new OrderStateError(order.status);
  const { lines, problems } = linesToShip(await store.reads.lines([order.id]), input.lines ?? null);
  if (problems.length > 0) return new ValidationError(problems);

  const seq = 1 + order.effects.filter(({ kind }) => kind === 'SHIP').length;
  const requested: ShipmentInput = {
    idempotencyKey: claim.key,
    lines,
    warehouse: input.warehouse ?? null,
    carrier: input.carrier.trim(),
    trackingCode: input.trackingCode.trim(),
    trackingUrl: input.trackingUrl,
    ...(order.erasedAt !== null && erasedTracking),
    actor: actorOf(viewer),
  };
  const { leaseSeconds } = configuration.orders;
  const opened = [{ kind: 'SHIP', seq, input: requested } as const];
  const detail = { lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) };
  const audit = staffEntry(viewer, 'order.ship', `Order:${order.id}`, detail);
  const started = await store.shipments.begin({ order, leaseSeconds, opened, audit }, claim);
  if (started === null) return null;
  void workflows.run(started);
  return answerOf(started, claim.key, context);
}

function shipmentOf(
  { effects }: JournalRow,
  key: string,
  viewer: Viewer,
): EffectOf<'SHIP'> | undefined {
  const shipments = effects.filter((effect) => effect.kind === 'SHIP');
  return begunUnder(shipments, { key, actor: actorOf(viewer) });
}

async function answerOf(
  order: JournalRow,
  key: string,
  { workflows, viewer, signal }: OrdersContext,
): Promise<ShipOrderResult> {
  const seq = shipmentOf(order, key, viewer)?.seq ?? 0;
  const latest = await workflows.until(order, isShipped(seq), { signal });
  const effect = shipmentOf(latest, key, viewer);
  switch (effect?.state) {
    case 'DONE':
      return latest;
    case 'REFUSED': {
      const { input, outcome } = effect;
      return new InsufficientStockError(outcome?.shortages ?? [], latest, input.warehouse);
    }
    default:
      throw publicError(
        'SERVICE_UNAVAILABLE',
        'It is still being shipped. Ask again with the key.',
      );
  }
}
