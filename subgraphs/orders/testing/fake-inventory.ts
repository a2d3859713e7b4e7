import { badUserInput } from '../../../platform/graphql/errors';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { type RequestedLine, skuKey } from '../domain/order-input';
import { Faults } from './faults';

export interface Shelf {
  readonly sku: string;
  readonly name?: string;
  readonly priceMinor?: bigint;
  readonly currency?: string;
  readonly onHand?: number;
}

type Stocked = Omit<Required<Shelf>, 'onHand'> & { onHand: number; reserved: number };

interface Reservation {
  state: 'HELD' | 'CONFIRMED' | 'RELEASED';
  held: Map<string, number>;
}

interface Named {
  readonly warehouse: string;
}

const unitPriceMinor = 1_000n;
const warehouses = ['WEST', 'EAST'];

/** An in-memory inventory: each effect once per key, including tombstones. */
export class FakeInventory {
  readonly faults = new Faults();
  /** All executed effects, such as `reserve <order>`. */
  readonly effects: string[] = [];
  /** All calls, including lost ones. */
  readonly calls: string[] = [];
  /** Codes of closed warehouses. */
  readonly closed = new Set<string>();
  /** SKUs of which no warehouse can have more units. */
  readonly full = new Set<string>();
  readonly reservations = new Map<string, Reservation>();
  private readonly shelves = new Map<string, Stocked>();
  private readonly shipped = new Map<string, object>();

  stock(shelf: Shelf): void {
    const { sku } = shelf;
    const rest = { name: `Thing ${sku}`, priceMinor: unitPriceMinor, currency: 'EUR', onHand: 100 };
    this.shelves.set(skuKey(sku), { reserved: 0, ...rest, ...shelf });
  }

  private isOpen(code: string, among: readonly string[]): boolean {
    return !this.closed.has(code) && among.some((each) => each.toUpperCase() === code);
  }

  available(sku: string): number {
    const shelf = this.shelves.get(skuKey(sku));
    return shelf ? shelf.onHand - shelf.reserved : 0;
  }

  /** Releases the reservation unless it is confirmed. @returns whether it did. */
  expire(orderId: string): boolean {
    const isHeld = this.reservations.get(orderId)?.state === 'HELD';
    if (isHeld) this.release(orderId);
    return isHeld;
  }

  /** They are as old as `heldSeconds` says. */
  heldSeconds = 60;

  private heldAfter(after: string | null, first: number) {
    return [...this.reservations]
      .filter(([orderId, { state }]) => state === 'HELD' && orderId > (after ?? ''))
      .map(([orderId]) => ({ orderId, heldSeconds: this.heldSeconds }))
      .sort((one, other) => (one.orderId < other.orderId ? -1 : 1))
      .slice(0, first);
  }

  readonly call: ServiceCall = async <Data>(query: string, given: Record<string, unknown>) => {
    const field = /\{\s*(\w+)/.exec(query.replace(/^[^{]*/, ''))?.[1] ?? '';
    this.calls.push(field);
    const answer = await this.faults.around(field, () => this.answer(field, given));
    return structuredClone({ [field]: answer }) as Data;
  };

  private answer(field: string, given: Record<string, unknown>): unknown {
    const orderId = String(given.orderId);
    switch (field) {
      case 'pricedProducts':
        return this.prices(given.skus as string[]);
      case 'reserveStock':
        return this.reserve(orderId, given.lines as RequestedLine[]);
      case 'confirmReservations':
        return (given.orderIds as string[]).filter((id) => this.confirm(id)).length;
      case 'expireReservations':
        return (given.orderIds as string[]).filter((id) => this.expire(id)).length;
      case 'heldReservations':
        return this.heldAfter(given.after as string | null, given.first as number);
      case 'releaseReservation':
        return this.release(orderId);
      case 'shipStock':
        return this.ship(
          String(given.key),
          orderId,
          given.lines as RequestedLine[],
          given.warehouse,
        );
      case 'restockReturns':
        return this.restock(String(given.key), given.lines as (RequestedLine & Named)[]);
      case 'knownWarehouses':
        return warehouses.filter((code) => this.isOpen(code, given.codes as string[]));
      default:
        throw new Error(`inventory has no ${field}`);
    }
  }

  private prices(skus: string[]) {
    return skus.flatMap((sku) => {
      const shelf = this.shelves.get(skuKey(sku));
      if (!shelf) return [];
      const { name, currency, priceMinor } = shelf;
      const available = this.available(sku);
      return [{ sku: shelf.sku, name, currency, priceMinor: priceMinor.toString(), available }];
    });
  }

  private reserve(orderId: string, lines: readonly RequestedLine[]) {
    const known = this.reservations.get(orderId);
    if (known) return { state: known.state, shortages: [] };
    const shortages = lines
      .filter(({ sku, quantity }) => this.available(sku) < quantity)
      .map(({ sku, quantity }) => ({ sku, requested: quantity, available: this.available(sku) }));
    if (shortages.length > 0) return { state: 'RELEASED', shortages };
    const held = new Map<string, number>();
    for (const { sku, quantity } of lines) {
      const shelf = this.shelves.get(skuKey(sku));
      if (shelf) shelf.reserved += quantity;
      held.set(skuKey(sku), quantity);
    }
    this.reservations.set(orderId, { state: 'HELD', held });
    this.effects.push(`reserve ${orderId}`);
    return { state: 'HELD', shortages: [] };
  }

  private confirm(orderId: string): boolean {
    const known = this.reservations.get(orderId);
    if (!known || known.state === 'RELEASED') return false;
    if (known.state === 'HELD') this.effects.push(`confirm ${orderId}`);
    known.state = 'CONFIRMED';
    return true;
  }

  private release(orderId: string) {
    const known = this.reservations.get(orderId) ?? { state: 'RELEASED', held: new Map() };
    for (const [sku, quantity] of known.held) {
      const shelf = this.shelves.get(sku);
      if (shelf) shelf.reserved -= quantity;
    }
    if (known.held.size > 0) this.effects.push(`release ${orderId}`);
    this.reservations.set(orderId, { state: 'RELEASED', held: new Map() });
    return 'RELEASED';
  }

  private restock(key: string, lines: readonly (RequestedLine & Named)[]) {
    const known = this.shipped.get(key);
    if (known) return true;
    const over = lines.find(({ sku }) => this.full.has(skuKey(sku)));
    if (over) {
      throw badUserInput(`${over.warehouse} would have more units of ${over.sku} than it can.`);
    }
    this.shipped.set(key, lines);
    for (const { sku, quantity, warehouse } of lines) {
      const shelf = this.shelves.get(skuKey(sku));
      if (shelf) shelf.onHand += quantity;
      this.effects.push(`restock ${key} ${sku} ${quantity} ${warehouse}`);
    }
    return true;
  }

  /** The first line comes from one warehouse, the others from another. */
  private ship(key: string, orderId: string, lines: readonly RequestedLine[], warehouse: unknown) {
    const known = this.shipped.get(key);
    if (known) return known;
    const held = this.reservations.get(orderId)?.held ?? new Map<string, number>();
    const shortages = lines
      .filter(({ sku, quantity }) => (held.get(skuKey(sku)) ?? 0) < quantity)
      .map(({ sku, quantity }) => ({
        sku,
        requested: quantity,
        available: held.get(skuKey(sku)) ?? 0,
      }));
    if (warehouse !== null && !warehouses.includes(String(warehouse))) {
      return {
        parcels: [],
        shortages: lines.map((line) => ({ ...line, requested: line.quantity, available: 0 })),
      };
    }
    if (shortages.length > 0) return { parcels: [], shortages };
    for (const { sku, quantity } of lines) {
      const shelf = this.shelves.get(skuKey(sku));
      if (shelf) {
        shelf.onHand -= quantity;
        shelf.reserved -= quantity;
      }
      held.set(skuKey(sku), (held.get(skuKey(sku)) ?? 0) - quantity);
    }
    const groups = [lines.slice(0, 1), lines.slice(1)].filter((group) => group.length > 0);
    const parcels = groups.map((group, index) => ({ warehouse: warehouses[index], lines: group }));
    const outcome = { parcels, shortages: [] };
    this.shipped.set(key, outcome);
    this.effects.push(`ship ${key}`);
    return outcome;
  }
}
