import sql, { type Sql } from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import { auditedName } from './audit-outbox';
import type { OrderRow } from './columns';
import type { OrdersDatabase } from './database';
import { changeCtes, changedColumns, type OrderChange, rowAfter } from './journal';
import type { JournalRow } from './journal-row';
import { type ClaimedKey, keyedCtes } from './keyed-change';

export interface NewShipment {
  readonly id: string;
  readonly warehouse: string;
  readonly carrier: string;
  readonly trackingCode: string;
  readonly trackingUrl: string | null;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

function shippedChange(change: OrderChange, shipments: readonly NewShipment[]): Sql {
  const lines = shipments.flatMap(({ id, lines: own }) => own.map((line) => ({ id, ...line })));
  return sql`
    WITH ${changeCtes(change)}, shipped AS (
      INSERT INTO shipments (id, order_id, warehouse, carrier, tracking_code, tracking_url)
      SELECT parcel.id, changed.id, parcel.warehouse, parcel.carrier, parcel.code, parcel.url
      FROM changed, unnest(${shipments.map(({ id }) => id)}::uuid[],
        ${shipments.map(({ warehouse }) => warehouse)}::text[],
        ${shipments.map(({ carrier }) => carrier)}::text[],
        ${shipments.map(({ trackingCode }) => trackingCode)}::text[],
        ${shipments.map(({ trackingUrl }) => trackingUrl)}::text[])
        AS parcel (id, warehouse, carrier, code, url)
      RETURNING id
    ), packed AS (
      INSERT INTO shipment_lines (shipment_id, sku, quantity)
      SELECT line.shipment_id, line.sku, line.quantity
      FROM unnest(${lines.map(({ id }) => id)}::uuid[], ${lines.map(({ sku }) => sku)}::text[],
        ${lines.map(({ quantity }) => quantity)}::int[]) AS line (shipment_id, sku, quantity)
      JOIN shipped ON shipped.id = line.shipment_id
      RETURNING sku, quantity
    ), counted AS (
      UPDATE order_lines l SET shipped_quantity = l.shipped_quantity + units.quantity
      FROM changed, (SELECT sku, sum(quantity)::int AS quantity FROM packed GROUP BY sku) units
      WHERE l.order_id = changed.id AND l.sku = units.sku
    )
    ${changedColumns}`;
}

export function shipmentStore(database: OrdersDatabase) {
  const { pool } = database;
  return {
    /**
     * A change that consumes an idempotency key. Null, without any write, if the key was used before or
     * the order was changed since it was read.
     */
    async begin(change: OrderChange, claim: ClaimedKey): Promise<JournalRow | null> {
      const statement = sql`WITH ${keyedCtes(change, claim)} ${changedColumns}`;
      const [row] = await prepared<OrderRow>(
        pool,
        auditedName('begin-keyed', change.audit),
        statement,
      );
      return rowAfter(database, change, row);
    },

    /** A change together with its shipments, in one statement. */
    async ship(change: OrderChange, shipments: readonly NewShipment[]): Promise<JournalRow | null> {
      const statement = shippedChange(change, shipments);
      const [row] = await prepared<OrderRow>(
        pool,
        auditedName('ship-order', change.audit),
        statement,
      );
      return rowAfter(database, change, row);
    },

    /** A change together with the cancellation of all unshipped units. */
    async cancelRest(change: OrderChange): Promise<JournalRow | null> {
      const statement = sql`
        WITH ${changeCtes(change)}, cancelled AS (
          UPDATE order_lines l SET cancelled_quantity = l.quantity - l.shipped_quantity
          FROM changed WHERE l.order_id = changed.id
        )
        ${changedColumns}`;
      const [row] = await prepared<OrderRow>(
        pool,
        auditedName('cancel-rest', change.audit),
        statement,
      );
      return rowAfter(database, change, row);
    },

    /** A change together with the arrival of shipments. */
    async deliver(change: OrderChange, shipmentIds: readonly string[]): Promise<JournalRow | null> {
      const statement = sql`
        WITH ${changeCtes(change)}, delivered AS (
          UPDATE shipments s SET delivered_at = now() FROM changed
          WHERE s.order_id = changed.id AND s.id = ANY(${shipmentIds}::uuid[])
            AND s.delivered_at IS NULL
        )
        ${changedColumns}`;
      const [row] = await prepared<OrderRow>(
        pool,
        auditedName('deliver-order', change.audit),
        statement,
      );
      return rowAfter(database, change, row);
    },
  };
}
