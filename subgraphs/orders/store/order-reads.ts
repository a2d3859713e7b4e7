import sql from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import type {
  OrderEvent as OrderEventRow,
  OrderLine as OrderLineRow,
  ShipmentLine as ShipmentLineRow,
  Shipment as ShipmentRow,
} from '../../../prisma/orders/generated/client';
import { type OrderRow, orderColumns } from './columns';
import type { OrdersDatabase } from './database';
import { orderEffects } from './order-effects';
import { orderLists } from './order-lists';
import { refundReads } from './refunds';

/** A line with its order, which has the currency. */
export type LineOfOrder = OrderLineRow & { readonly order: OrderRow };
export type ShippedParcel = ShipmentRow & { lines: ShipmentLineRow[] };
export type { OrderEventRow, OrderLineRow, OrderRow, ShipmentLineRow, ShipmentRow };

/** Orders by their ids. */
export interface OrdersById {
  readonly rows: readonly OrderRow[];
  /** Why orders could not be read whose database was away, by id. */
  readonly unread: ReadonlyMap<string, Error>;
}

const nothingUnread: OrdersById['unread'] = new Map();

const atMost = (rowsMax: number | null): { take?: number } =>
  rowsMax === null ? {} : { take: rowsMax };

/**
 * Lines are in every list, and a list may hold thousands of events: both are read in SQL. Details of
 * a single order use Prisma.
 */
export function orderReadStore(database: OrdersDatabase) {
  const { pool, prisma } = database;
  const { refunds, returnLines } = refundReads(pool);
  return {
    ...orderLists(database),

    async byIds(ids: readonly string[]): Promise<OrdersById> {
      const rows = await prepared<OrderRow>(
        pool,
        'orders-by-id',
        sql`SELECT ${orderColumns('o')} FROM orders o WHERE o.id = ANY(${ids}::uuid[])`,
      );
      return { rows, unread: nothingUnread };
    },

    /** @param number in stored form. */
    async byNumber(number: string): Promise<OrderRow | null> {
      const [row] = await prepared<OrderRow>(
        pool,
        'order-by-number',
        sql`SELECT ${orderColumns('o')} FROM orders o WHERE o.number = ${number}`,
      );
      return row ?? null;
    },

    /** The lines of several orders, in input order. */
    async lines(
      orderIds: readonly string[],
      rowsMax: number | null = null,
    ): Promise<OrderLineRow[]> {
      return prepared<OrderLineRow>(
        pool,
        'order-lines',
        sql`SELECT order_id AS "orderId", position, sku, name, quantity,
            shipped_quantity AS "shippedQuantity", cancelled_quantity AS "cancelledQuantity",
            returned_quantity AS "returnedQuantity", unit_price_minor AS "unitPriceMinor"
          FROM order_lines WHERE order_id = ANY(${orderIds}::uuid[]) ORDER BY order_id, position
          LIMIT ${rowsMax}`,
      );
    },

    /** The timelines of several orders, oldest event first. */
    async events(
      orderIds: readonly string[],
      rowsMax: number | null = null,
    ): Promise<OrderEventRow[]> {
      return prepared<OrderEventRow>(
        pool,
        'order-events',
        sql`SELECT order_id AS "orderId", seq, at, type, from_status AS "fromStatus",
            to_status AS "toStatus", actor, note
          FROM order_events WHERE order_id = ANY(${orderIds}::uuid[]) ORDER BY order_id, seq
          LIMIT ${rowsMax}`,
      );
    },

    effects: orderEffects(pool),
    refunds,
    returnLines,

    /** The shipments of several orders, oldest first. */
    async shipments(
      orderIds: readonly string[],
      rowsMax: number | null = null,
    ): Promise<ShipmentRow[]> {
      return prisma.shipment.findMany({
        where: { orderId: { in: [...orderIds] } },
        orderBy: [{ shippedAt: 'asc' }, { id: 'asc' }],
        ...atMost(rowsMax),
      });
    },

    /** The contents of several shipments. */
    async shipmentLines(
      shipmentIds: readonly string[],
      rowsMax: number | null = null,
    ): Promise<ShipmentLineRow[]> {
      return prisma.shipmentLine.findMany({
        where: { shipmentId: { in: [...shipmentIds] } },
        orderBy: [{ shipmentId: 'asc' }, { sku: 'asc' }],
        ...atMost(rowsMax),
      });
    },

    /** The shipments of an order with their contents, oldest first. */
    async parcels(orderId: string): Promise<ShippedParcel[]> {
      return prisma.shipment.findMany({
        where: { orderId },
        include: { lines: { orderBy: { sku: 'asc' } } },
        orderBy: [{ shippedAt: 'asc' }, { id: 'asc' }],
      });
    },
  };
}
