import type { FieldProblem } from '../../../platform/values/text';
import { skuKey } from './order-input';

/** Returned units and their warehouse. */
export interface ReturnedUnits {
  readonly sku: string;
  readonly quantity: number;
  readonly warehouse: string;
}

export interface RequestedReturn {
  readonly sku: string;
  readonly quantity: number;
  readonly restock: boolean;
  /** Null for the warehouse that shipped them. */
  readonly warehouse: string | null;
}

export interface ReturnableLine {
  readonly sku: string;
  readonly shippedQuantity: number;
  readonly returnedQuantity: number;
}

interface SentParcel {
  readonly warehouse: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

/** Only shipped units that are not returned yet can be returned. */
export function returnProblems(
  lines: readonly ReturnableLine[],
  requested: readonly RequestedReturn[],
): FieldProblem[] {
  const bySku = new Map(lines.map((line) => [skuKey(line.sku), line]));
  return requested.flatMap(({ sku, quantity }, index) => {
    const line = bySku.get(skuKey(sku));
    const left = line ? line.shippedQuantity - line.returnedQuantity : 0;
    if (line && quantity <= left) return [];
    const field = line ? 'quantity' : 'sku';
    const message = line ? `${left} can come back.` : 'It is not in this order.';
    return [{ path: ['lines', String(index), field], message }];
  });
}

/** The requested lines, with SKUs spelled as in the order, so that clients find its lines. */
export function spelledReturns(
  lines: readonly ReturnableLine[],
  requested: readonly RequestedReturn[],
): RequestedReturn[] {
  const bySku = new Map(lines.map((line) => [skuKey(line.sku), line]));
  return requested.map((line) => ({ ...line, sku: bySku.get(skuKey(line.sku))?.sku ?? line.sku }));
}

/**
 * The warehouses of units to restock: the given one, or the one that shipped them. Units shipped
 * first count as returned first, so that each parcel counts once.
 */
export function restockedUnits(
  lines: readonly ReturnableLine[],
  parcels: readonly SentParcel[],
  requested: readonly RequestedReturn[],
): ReturnedUnits[] {
  const bySku = new Map(lines.map((line) => [skuKey(line.sku), line]));
  const sent = unitsSent(parcels);
  return requested
    .filter(({ restock }) => restock)
    .flatMap(({ sku, quantity, warehouse }) => {
      const line = bySku.get(skuKey(sku));
      const spelled = line?.sku ?? sku;
      if (warehouse !== null) return [{ sku: spelled, quantity, warehouse }];
      const units = unitsBack(quantity, sent.get(skuKey(sku)) ?? [], line?.returnedQuantity ?? 0);
      return [...units].map(([code, back]) => ({ sku: spelled, quantity: back, warehouse: code }));
    });
}

/** The warehouses that are named, and those that would take units back. */
export function restockingCodes(
  requested: readonly RequestedReturn[],
  restocked: readonly ReturnedUnits[],
): string[] {
  const named = requested.flatMap(({ warehouse }) => warehouse ?? []);
  return [...new Set([...named, ...restocked.map(({ warehouse }) => warehouse)])];
}

/** Only active warehouses take units back; their codes are compared without regard to case. */
export function warehouseProblems(
  requested: readonly RequestedReturn[],
  restocked: readonly ReturnedUnits[],
  open: ReadonlySet<string>,
): FieldProblem[] {
  const keys = new Set([...open].map((code) => code.toLowerCase()));
  const isOpen = (code: string) => keys.has(code.toLowerCase());
  return requested.flatMap(({ sku, restock, warehouse }, index) => {
    const path = ['lines', String(index), 'warehouse'];
    if (warehouse !== null) {
      const message = `There is no warehouse ${warehouse}, or it is closed.`;
      return isOpen(warehouse) ? [] : [{ path, message }];
    }
    const closed = restocked.find(
      (units) => restock && skuKey(units.sku) === skuKey(sku) && !isOpen(units.warehouse),
    );
    if (closed === undefined) return [];
    const message = `${closed.warehouse}, which shipped it, is closed. Name another warehouse.`;
    return [{ path, message }];
  });
}

interface SentUnits {
  readonly warehouse: string;
  readonly quantity: number;
}

/** Shipped units by SKU, oldest parcel first. */
function unitsSent(parcels: readonly SentParcel[]): Map<string, SentUnits[]> {
  const sent = new Map<string, SentUnits[]>();
  for (const { warehouse, lines } of parcels) {
    for (const { sku, quantity } of lines) {
      const units = sent.get(skuKey(sku)) ?? [];
      units.push({ warehouse, quantity });
      sent.set(skuKey(sku), units);
    }
  }
  return sent;
}

/** Units by warehouse. */
function unitsBack(
  quantity: number,
  sent: readonly SentUnits[],
  earlier: number,
): Map<string, number> {
  const units = new Map<string, number>();
  let toSkip = earlier;
  let left = quantity;
  for (const { warehouse, quantity: shipped } of sent) {
    const skipped = Math.min(shipped, toSkip);
    const taken = Math.min(shipped - skipped, left);
    toSkip -= skipped;
    left -= taken;
    if (taken > 0) units.set(warehouse, (units.get(warehouse) ?? 0) + taken);
  }
  return units;
}
