import { uuidV7 } from '../../../../platform/values/uuid';
import { attentionDone } from '../../domain/attention';
import type { EffectOf } from '../../domain/effect';
import { effectKey, releaseHeld } from '../../domain/effect';
import type { ShipmentInput } from '../../domain/effect-input';
import { next } from '../../domain/order';
import { skuKey } from '../../domain/order-input';
import { plannedCapturesMinor } from '../../domain/progress';
import { shardOf } from '../../domain/shard';
import { unitsLeft } from '../../domain/ship-order-input';
import { captureOf } from '../../domain/totals';
import type { JournalRow } from '../../store/journal-row';
import type { OrderLineRow } from '../../store/order-reads';
import { attempt } from '../attempt';
import type { WorkflowDependencies } from '../dependencies';
import type { Parcel } from '../inventory';

/**
 * Ships the units in inventory, then writes shipments, lines, status and the due capture in one
 * statement. A run that crashes in between is repeated: inventory answers the same parcels for the
 * same key.
 */
export async function shipEffect(
  order: JournalRow,
  effect: EffectOf<'SHIP'>,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { store, inventory, payments, configuration } = dependencies;
  const requested = effect.input;
  const key = effectKey(order.id, effect);
  const { seq } = effect;
  const { lines, warehouse } = requested;
  const shipped = await attempt(
    () => inventory.ship({ key, orderId: order.id, lines, warehouse }, signal),
    signal,
  );
  if (shipped.shortages.length > 0) {
    const outcome = { shortages: shipped.shortages };
    const updates = [{ kind: 'SHIP', seq, state: 'REFUSED', outcome } as const];
    const set = attentionDone(order, 'SHIP');
    return store.journal.write({ order, set, updates, leaseSeconds: 0 });
  }
  const orderLines = await store.reads.lines([order.id]);
  const isLast = isLastShipment(orderLines, shipped.parcels);
  const status = next(order.status, isLast ? 'shipRest' : 'shipPart');
  if (status === null) throw new Error(`An order that is ${order.status} cannot be shipped.`);
  const amountMinor = captureOf(
    { ...order, stepMinor: payments.stepOf(order.currency) },
    goodsValue(orderLines, shipped.parcels),
    plannedCapturesMinor(order),
    isLast,
  );
  const change = {
    order,
    set: { status, ...attentionDone(order, 'SHIP') },
    leaseSeconds: configuration.orders.leaseSeconds,
    updates: [{ kind: 'SHIP', seq, state: 'DONE' } as const],
    opened: [
      { kind: 'CAPTURE', seq, input: { amountMinor } } as const,
      ...(isLast ? releaseHeld(order.effects) : []),
    ],
    event: { type: 'order.shipped', actor: requested.actor },
  };
  return store.shipments.ship(change, shipmentsOf(order, requested, shipped.parcels));
}

function shipmentsOf(order: JournalRow, requested: ShipmentInput, parcels: readonly Parcel[]) {
  const { carrier, trackingCode, trackingUrl } = requested;
  const shard = shardOf(order.customerId);
  return parcels.map(({ warehouse, lines }) => ({
    id: uuidV7(shard),
    warehouse,
    lines,
    carrier,
    trackingCode,
    trackingUrl,
  }));
}

function unitsBySku(parcels: readonly Parcel[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of parcels.flatMap(({ lines }) => lines)) {
    units.set(skuKey(sku), (units.get(skuKey(sku)) ?? 0) + quantity);
  }
  return units;
}

function isLastShipment(lines: readonly OrderLineRow[], parcels: readonly Parcel[]): boolean {
  const units = unitsBySku(parcels);
  return lines.every((line) => unitsLeft(line) === (units.get(skuKey(line.sku)) ?? 0));
}

function goodsValue(lines: readonly OrderLineRow[], parcels: readonly Parcel[]): bigint {
  const units = unitsBySku(parcels);
  return lines.reduce(
    (sum, line) => sum + line.unitPriceMinor * BigInt(units.get(skuKey(line.sku)) ?? 0),
    0n,
  );
}
