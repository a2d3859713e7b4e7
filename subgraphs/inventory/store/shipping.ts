import sql, { type Sql } from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import { filledByPreference } from './allocation-preference';
import type { InventoryDatabase } from './database';
import { lockedLevels, unitsOf } from './levels-by-key';
import type { Shortage, StockLine } from './reservations';
import { retryUntilVisible } from './statement';

export interface ShipRequest {
  /** Idempotency key of the effect; each is booked once. */
  readonly key: string;
  /** Distinguishes a repetition from another request with the same key. */
  readonly inputHash: string;
  readonly orderId: string;
  /** Null for everything that is still reserved. */
  readonly lines: readonly StockLine[] | null;
  /** Null for any warehouse. */
  readonly warehouse: string | null;
}

export interface Parcel {
  readonly warehouse: string;
  readonly lines: readonly StockLine[];
}

export interface ShippedStock {
  readonly parcels: readonly Parcel[];
  readonly shortages: readonly Shortage[];
}

/** The booking of the key; `outcome` is null if the order has nothing reserved to ship. */
interface ShipRow {
  readonly inputHash: string | null;
  readonly outcome: ShippedStock | null;
}

/**
 * Computes the shipment. Locks the reservation, then its allocations, and uses the locked versions.
 */
const planned = ({ key, orderId, lines, warehouse }: ShipRequest): Sql => sql`
  known AS MATERIALIZED (
    SELECT input_hash, outcome FROM stock_effects WHERE key = ${key}
  ), reservation AS MATERIALIZED (
    SELECT order_id FROM reservations
    WHERE order_id = ${orderId}::uuid AND state <> 'RELEASED' AND NOT EXISTS (SELECT FROM known)
    FOR UPDATE
  ), held AS MATERIALIZED (
    SELECT sku, warehouse, quantity AS available FROM allocations
    WHERE order_id = (SELECT ${orderId}::uuid) AND EXISTS (SELECT FROM reservation)
      AND (${warehouse}::text IS NULL OR lower(warehouse) = lower(${warehouse}))
    ORDER BY sku, warehouse FOR UPDATE
  ), wanted AS MATERIALIZED (
    SELECT sku, sum(quantity) AS quantity
    FROM unnest((SELECT ${lines?.map(({ sku }) => sku) ?? null}::citext[]),
      (SELECT ${lines?.map(({ quantity }) => quantity) ?? null}::int[])) AS line (sku, quantity)
    GROUP BY sku
    UNION ALL
    SELECT sku, sum(available) FROM held WHERE ${lines === null}::boolean GROUP BY sku
  ), matched AS MATERIALIZED (
    SELECT h.sku, h.warehouse, h.available, w.quantity FROM held h JOIN wanted w ON w.sku = h.sku
  ), filled AS MATERIALIZED (${filledByPreference(sql`matched`)}
  ), short AS MATERIALIZED (
    SELECT w.sku, w.quantity, coalesce(sum(h.available), 0) AS available
    FROM wanted w LEFT JOIN held h ON h.sku = w.sku
    GROUP BY w.sku, w.quantity HAVING coalesce(sum(h.available), 0) < w.quantity
  ), taken AS MATERIALIZED (
    SELECT sku, warehouse, available, least(available, still_wanted)::int AS quantity FROM filled
    WHERE still_wanted > 0 AND NOT EXISTS (SELECT FROM short)
  )`;

/** Removes it from stock. The stock rows are locked in the order (SKU, warehouse). */
const booked = (orderId: string): Sql => sql`
  shipped AS MATERIALIZED (
    SELECT * FROM taken WHERE EXISTS (SELECT FROM made)
  ), locked AS MATERIALIZED (${lockedLevels(sql`SELECT sku, warehouse FROM shipped`)}
  ), levels AS (
    UPDATE stock_levels s
    SET on_hand = s.on_hand - units.quantity, reserved = s.reserved - units.quantity
    FROM ${unitsOf('shipped')}
    WHERE s.sku = units.sku AND s.warehouse = units.warehouse
      AND (SELECT count(*) FROM locked) > 0
  ), emptied AS (
    DELETE FROM allocations a USING shipped t
    WHERE a.order_id = ${orderId}::uuid AND a.sku = t.sku AND a.warehouse = t.warehouse
      AND t.quantity = t.available
  ), lessened AS (
    UPDATE allocations a SET quantity = a.quantity - t.quantity FROM shipped t
    WHERE a.order_id = ${orderId}::uuid AND a.sku = t.sku AND a.warehouse = t.warehouse
      AND t.quantity < t.available
  ), moved AS (
    INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind, reference)
    SELECT sku, warehouse, -quantity, -quantity, 'SHIPPED', ${orderId}::text FROM shipped
  )`;

/**
 * Ships in one statement and one commit. The key's row stores the outcome, including shortages, for
 * repetitions, even a concurrent one (then `made` is empty, nothing changes and the statement is
 * run again).
 */
const ship = (request: ShipRequest): Sql => sql`
  WITH ${planned(request)}, parcels AS (
    SELECT warehouse,
      jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity) ORDER BY sku) AS lines
    FROM taken GROUP BY warehouse
  ), made AS (
    INSERT INTO stock_effects (key, input_hash, outcome)
    SELECT ${request.key}, ${request.inputHash}, jsonb_build_object(
      'parcels', coalesce((SELECT jsonb_agg(jsonb_build_object(
        'warehouse', warehouse, 'lines', lines) ORDER BY warehouse) FROM parcels), '[]'),
      'shortages', coalesce((SELECT jsonb_agg(jsonb_build_object(
        'sku', sku, 'requested', quantity, 'available', available) ORDER BY sku) FROM short), '[]'))
    FROM reservation
    ON CONFLICT (key) DO NOTHING
    RETURNING input_hash, outcome
  ), ${booked(request.orderId)}
  SELECT input_hash AS "inputHash", outcome FROM made
  UNION ALL SELECT input_hash, outcome FROM known
  UNION ALL SELECT NULL, NULL
    WHERE NOT EXISTS (SELECT FROM known) AND NOT EXISTS (SELECT FROM reservation)`;

export function shippingStore({ pool }: InventoryDatabase) {
  return {
    /**
     * Ships reserved units, or none if more are requested than reserved. There is nothing under a key
     * that was used for another request: orders of an earlier moment, restored from a backup, do not
     * know that shipment. The answer is final, as an error would not be, and the next shipment has
     * another key.
     */
    async ship(request: ShipRequest): Promise<ShippedStock> {
      const row = await retryUntilVisible('ship-stock', async () => {
        const [found] = await prepared<ShipRow>(pool, 'ship-stock', ship(request));
        return found ?? null;
      });
      const isAnswer = row.inputHash === request.inputHash;
      if (row.outcome !== null && isAnswer) return row.outcome;
      return { parcels: [], shortages: nothingHeld(request) };
    },
  };
}

const nothingHeld = ({ lines }: ShipRequest): Shortage[] =>
  (lines ?? []).map(({ sku, quantity }) => ({ sku, requested: quantity, available: 0 }));
