import sql, { type Sql } from 'sql-template-tag';
import { createBatcher } from '../../../platform/database/batcher';
import { prepared } from '../../../platform/database/prepared';
import type { OrderRow } from './columns';
import type { OrdersDatabase } from './database';
import { minimalChange, type OrderChange, rowAfter } from './journal';
import type { JournalRow } from './journal-row';

export interface AwaitingLimit {
  readonly ordersMax: number;
  /** Maximum unpaid orders, those that wait and those whose wait ended unpaid. */
  readonly unpaidMax: number;
  /** Maximum time that an order waits for its buyer. */
  readonly minutes: number;
  /** How long the units of a wait count after it ended unpaid. */
  readonly endedMinutes: number;
  readonly lines: readonly LineLimit[];
}

export interface LineLimit {
  readonly sku: string;
  readonly quantity: number;
  /** Maximum units of the product in all unpaid orders of the account, this one included. */
  readonly unitsMax: number;
}

/** The limit that the order would exceed. */
export type AwaitingFull = FullOfOrders | FullOfUnits;

export interface FullOfOrders {
  readonly full: 'orders';
  /** When the account's oldest waiting order was placed. */
  readonly oldestPlacedAt: Date;
}

export interface FullOfUnits {
  readonly full: 'units';
  readonly line: LineLimit;
  /** Units of the product that count already. */
  readonly unpaidUnits: number;
  /** When the first wait that counts has ended; now if none has. */
  readonly firstEndedAt: Date;
}

/** Units of a product in unpaid orders. */
export interface UnpaidUnits {
  readonly sku: string;
  readonly units: number;
  /** When the first of their waits has ended; now if none has. */
  readonly endedAt: Date;
}

/**
 * Maximum unpaid orders of an account within the time that they count, so that their lines can be
 * added up in a few milliseconds; `orders.awaitingBuyerMax` if that is more.
 * @exceeded RATE_LIMITED
 * @test subgraphs/orders/store/awaiting-buyer.test.ts
 */
export const unpaidOrdersMax = 200;

/** Newest orders of an account among which a paid one is looked for; they may be very many. */
const newestOrders = 1_000;

/** Orders whose time is over but that are not processed yet count for an hour. */
const lateMinutes = 60;

interface Spans {
  /** Orders that wait were placed within this time. */
  readonly awaited: string;
  /** Orders whose units count were placed within this time. */
  readonly since: string;
  readonly ended: string;
}

function spansOf({ minutes, endedMinutes }: AwaitingLimit): Spans {
  return {
    awaited: `${minutes + lateMinutes} minutes`,
    since: `${minutes + lateMinutes + endedMinutes} minutes`,
    ended: `${endedMinutes} minutes`,
  };
}

const skusOf = (lines: readonly LineLimit[]): string[] => lines.map(({ sku }) => sku);
/** Units of each product that the account's other unpaid orders may have. */
const othersMaxOf = (lines: readonly LineLimit[]): number[] =>
  lines.map(({ quantity, unitsMax }) => unitsMax - quantity);

/**
 * Orders that wait for their buyer. Changes run in separate transactions, one after the other on one
 * connection: changes of one account block each other, and must not block other orders or occupy
 * more connections.
 */
export function awaitingBuyerStore(database: OrdersDatabase) {
  const { pool } = database;
  const oneByOne = createBatcher(pool, { batchMax: 1 });

  async function reachedLimit(change: OrderChange, limit: AwaitingLimit): Promise<AwaitingFull> {
    const { customerId } = change.order;
    const [waiting] = await prepared<{ orders: number; oldest: Date | null }>(
      pool,
      'awaiting-orders',
      sql`SELECT count(*) FILTER (WHERE waits)::int AS orders,
          min(placed_at) FILTER (WHERE waits) AS oldest
        FROM (
          SELECT placed_at, status = 'PENDING' AND payment_status = 'ACTION_REQUIRED' AS waits
          FROM orders WHERE customer_id = ${customerId}::uuid
            AND placed_at > now() - ${spansOf(limit).awaited}::interval) of_account`,
    );
    const isFullOfOrders = (waiting?.orders ?? 0) >= limit.ordersMax;
    const { since, ended } = spansOf(limit);
    const orders = sql`ARRAY(SELECT id FROM unpaid_orders(${customerId}::uuid,
      ${change.order.id}::uuid, ${since}::interval, ${ended}::interval) LIMIT ${limit.unpaidMax})`;
    const units = isFullOfOrders
      ? null
      : await reachedUnits({ name: 'unpaid-units', orders, ended }, limit.lines);
    return units ?? { full: 'orders', oldestPlacedAt: waiting?.oldest ?? new Date() };
  }

  /** @param orders their ids; the first line that would exceed its limit with them is answered. */
  async function reachedUnits(
    { name, orders, ended }: { name: string; orders: Sql; ended: string },
    lines: readonly LineLimit[],
  ): Promise<FullOfUnits | null> {
    const [first] = await prepared<{ position: number; units: number; endedAt: Date }>(
      pool,
      name,
      sql`SELECT position::int, coalesce(held.units, 0)::float8 AS units,
          coalesce(held.ended_at, now()) AS "endedAt"
        FROM unnest(${skusOf(lines)}::citext[], ${othersMaxOf(lines)}::bigint[])
          WITH ORDINALITY AS wanted (sku, units_max, position)
        LEFT JOIN unpaid_units(${orders}, ${ended}::interval, ${skusOf(lines)}::citext[]) held
          ON held.sku = wanted.sku
        WHERE coalesce(held.units, 0) > wanted.units_max ORDER BY position LIMIT 1`,
    );
    const line = first && lines[first.position - 1];
    if (!line) return null;
    return { full: 'units', line, unpaidUnits: first.units, firstEndedAt: first.endedAt };
  }

  function mayAwait({ order: { id } }: OrderChange, limit: AwaitingLimit): Sql {
    const { awaited, since, ended } = spansOf(limit);
    return sql`may_await_buyer(o.customer_id, ${id}::uuid, ${limit.ordersMax}::int,
      ${awaited}::interval, ${since}::interval, ${ended}::interval,
      ${limit.unpaidMax}::int, ${skusOf(limit.lines)}::citext[], ${othersMaxOf(limit.lines)}::bigint[])`;
  }

  return {
    /**
     * Makes the order wait for its buyer, unless its account has too many unpaid orders, or too many
     * units in them. Null, without any change, if the order was changed since it was read.
     */
    async begin(
      change: OrderChange,
      limit: AwaitingLimit,
    ): Promise<JournalRow | AwaitingFull | null> {
      const { id, epoch } = change.order;
      const from = sql`WHERE ${mayAwait(change, limit)} AND`;
      const set = sql`, awaited_at = now()`;
      const [row] = await oneByOne<OrderRow>(
        minimalChange(change, { name: '-awaiting', from, set }),
      );
      if (row) return rowAfter(database, change, row);
      const [same] = await prepared(
        pool,
        'same-epoch',
        sql`SELECT FROM orders WHERE id = ${id}::uuid AND epoch = ${epoch}::int`,
      );
      return same ? reachedLimit(change, limit) : null;
    },

    /** The first line that would exceed its limit with the unpaid ones of these orders; else null. */
    exceeded(
      orderIds: readonly string[],
      { lines, endedMinutes }: Pick<AwaitingLimit, 'lines' | 'endedMinutes'>,
    ): Promise<FullOfUnits | null> {
      const orders = sql`${orderIds}::uuid[]`;
      return reachedUnits({ name: 'unpaid-of', orders, ended: `${endedMinutes} minutes` }, lines);
    },

    /** The units of products in the unpaid ones of these orders, for orders of several databases. */
    unpaidUnits(
      orderIds: readonly string[],
      { lines, endedMinutes }: Pick<AwaitingLimit, 'lines' | 'endedMinutes'>,
    ): Promise<UnpaidUnits[]> {
      return prepared<UnpaidUnits>(
        pool,
        'unpaid-units-of',
        sql`SELECT held.sku, held.units::float8 AS units, held.ended_at AS "endedAt"
          FROM unpaid_units(${orderIds}::uuid[], ${`${endedMinutes} minutes`}::interval,
            ${skusOf(lines)}::citext[]) held`,
      );
    },

    /** Whether the shop has money of one of the account's newest orders. */
    async hasPaid(customerId: string): Promise<boolean> {
      const [row] = await prepared<{ hasPaid: boolean }>(
        pool,
        'has-paid',
        sql`SELECT EXISTS (
          SELECT FROM (
            SELECT captured_minor, refunded_minor FROM orders
            WHERE customer_id = ${customerId}::uuid
            ORDER BY placed_at DESC, id DESC LIMIT ${newestOrders}) newest
          WHERE captured_minor > refunded_minor) AS "hasPaid"`,
      );
      return row?.hasPaid ?? false;
    },
  };
}
