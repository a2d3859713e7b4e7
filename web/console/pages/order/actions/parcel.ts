import type { OrderDetailFragment } from '../../../generated/documents';
import { all, isGone, type Options } from './choice';
import type { CountedLine } from './quantities';

export type ShippableOrder = Pick<OrderDetailFragment, 'lines' | 'allocations'>;

export type Quantities = Readonly<Record<string, number>>;

const leftToShip = ({ lines }: ShippableOrder): CountedLine[] =>
  lines
    .map(({ sku, name, quantity, shippedQuantity, cancelledQuantity }) => ({
      sku,
      name,
      max: quantity - shippedQuantity - cancelledQuantity,
    }))
    .filter(({ max }) => max > 0);

/** What is left, or what of it the warehouse has: none, if it is none of `warehousesOf`. */
export function unitsIn(order: ShippableOrder, warehouse: string): Quantities {
  const reserved = (order.allocations ?? []).filter((one) => one.warehouse.code === warehouse);
  const unitsOf = (sku: string) => reserved.find((one) => one.sku === sku)?.quantity ?? 0;
  const lines = leftToShip(order);
  const isAny = warehouse === all;
  return Object.fromEntries(lines.map(({ sku, max }) => [sku, isAny ? max : unitsOf(sku)]));
}

/** The parcels that have not arrived, named by their labels. */
export const underWay = ({ shipments }: Pick<OrderDetailFragment, 'shipments'>): Options =>
  new Map(
    shipments
      .filter(({ deliveredAt }) => deliveredAt === null)
      .map(({ id, carrier, trackingCode }) => [id, `${carrier} ${trackingCode}`]),
  );

/** The names of the warehouses that have reserved units, by their codes. */
export const warehousesOf = ({ allocations }: ShippableOrder): Options =>
  new Map((allocations ?? []).map(({ warehouse: { code, name } }) => [code, name]));

/** What the viewer entered, as a parcel of the order as it is now. */
export function parcelOf(order: ShippableOrder, warehouse: string, entered: Quantities) {
  const lines = leftToShip(order);
  const units = unitsIn(order, warehouse);
  // They were units of a warehouse that has nothing left.
  const quantities = isGone(warehousesOf(order), warehouse) ? {} : entered;
  const offered = lines
    .map(({ sku, name }) => ({ sku, name, max: units[sku] ?? 0 }))
    .filter(({ max }) => max > 0);
  const chosen = offered
    .map(({ sku }) => ({ sku, quantity: quantities[sku] ?? 0 }))
    .filter(({ quantity }) => quantity > 0);
  const isPartial = lines.some(({ sku, max }) => quantities[sku] !== max);
  const input = {
    ...(isPartial ? { lines: chosen } : {}),
    ...(warehouse === all ? {} : { warehouse }),
  };
  return { offered, quantities, isPartial, input };
}
