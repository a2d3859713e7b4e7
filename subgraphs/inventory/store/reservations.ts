import sql, { empty, type Sql } from 'sql-template-tag';
import {
  type Batcher,
  createBatcher,
  type NamedStatement,
} from '../../../platform/database/batcher';
import type { Database } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import { nilUuid } from '../../../platform/values/uuid';
import type {
  Allocation as AllocationRow,
  ReservationState,
} from '../../../prisma/inventory/generated/client';
import { filledByPreference } from './allocation-preference';
import { available } from './available';
import { lockedLevels, unitsOf } from './levels-by-key';
import { retryUntilVisible, type Statements } from './statement';

export type { AllocationRow };

export interface StockLine {
  readonly sku: string;
  readonly quantity: number;
}

export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

/** A reservation whose order may not be decided yet. */
export interface HeldReservation {
  readonly orderId: string;
  readonly heldSeconds: number;
}

export interface ReservationOutcome {
  readonly state: ReservationState;
  readonly shortages: readonly Shortage[];
  /** False if an earlier call or a tombstone had decided. */
  readonly isNew: boolean;
}

/**
 * Reserves stock: one statement and one commit, regardless of the number of lines.
 *
 * Concurrency (READ COMMITTED):
 * - `locked` locks the stock rows in the order (SKU, warehouse), like every other statement of this
 *   subgraph, so that no two can deadlock. It loops over the lines, because a join would scan the
 *   whole table while it is small. The sort of each line's rows is below the locking in the plan,
 *   which is safe because its key never changes. A row that was changed concurrently is returned in
 *   its newest version, not that of the snapshot, and everything else is computed from it.
 * - `levels` writes what `locked` returned plus the taken units, and never `s.reserved + …`:
 *   PostgreSQL evaluates the check constraint on the snapshot's version of the row before it follows
 *   the row to its newest version, so a sum on the old version fails if units were freed since.
 *   (Releasing and shipping only subtract what the same snapshot holds, so they cannot fail.)
 * - A warehouse that is closed concurrently is seen as closed in the newest version, too: its rows
 *   stay in `locked` with nothing available, so that its lines are short instead of missing.
 * - If the visible stock is insufficient, `lacking` answers without any lock, so that the losers of
 *   a hot product do not queue behind the winners.
 * - No part of the statement can read a row that was added after its snapshot. That only matters
 *   for the reservation itself, added by a concurrent call for the same order: then ON CONFLICT waits for
 *   it, `made` is empty, nothing changes, and the statement is run again.
 * - A rejection is stored with its shortages, so that a repeated call gets the same answer, and a
 *   late one cannot take stock for a rejected order.
 * The sub-selects hide the length of the arrays from the planner, which would otherwise plan each
 * call again (0.4 ms) instead of using the cached plan (see README).
 */
const reserve = (orderId: string, lines: readonly StockLine[]): Sql => sql`
  WITH known AS MATERIALIZED (
    SELECT state, shortages FROM reservations WHERE order_id = ${orderId}::uuid
  ), wanted AS MATERIALIZED (
    SELECT sku, sum(quantity) AS quantity
    FROM unnest((SELECT ${lines.map(({ sku }) => sku)}::citext[]),
      (SELECT ${lines.map(({ quantity }) => quantity)}::int[])) AS line (sku, quantity)
    GROUP BY sku
  ), lacking AS MATERIALIZED (
    SELECT w.sku, w.quantity, s.available
    FROM wanted w CROSS JOIN LATERAL (
      SELECT coalesce(sum(${available}), 0) AS available
      FROM stock_levels WHERE sku = w.sku) s
    WHERE s.available < w.quantity AND NOT EXISTS (SELECT FROM known)
  ), locked AS MATERIALIZED (
    SELECT s.sku, s.warehouse, s.on_hand, s.reserved, ${available} AS available, w.quantity
    FROM (SELECT * FROM wanted ORDER BY sku) w CROSS JOIN LATERAL (
      SELECT * FROM stock_levels WHERE sku = w.sku ORDER BY warehouse FOR UPDATE) s
    WHERE NOT EXISTS (SELECT FROM known) AND NOT EXISTS (SELECT FROM lacking)
  ), filled AS MATERIALIZED (${filledByPreference(sql`locked`)}
  ), short AS MATERIALIZED (
    SELECT sku, quantity, available FROM lacking
    UNION ALL
    SELECT sku, quantity, sum(available) FROM filled
    GROUP BY sku, quantity HAVING sum(available) < quantity
  ), made AS (
    INSERT INTO reservations (order_id, state, shortages)
    SELECT ${orderId}::uuid,
      CASE WHEN list IS NULL THEN 'HELD' ELSE 'RELEASED' END::"ReservationState",
      list
    FROM (
      SELECT jsonb_agg(jsonb_build_object(
        'sku', sku, 'requested', quantity, 'available', available) ORDER BY sku) AS list
      FROM short) shortages
    WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING state, shortages
  ), taken AS MATERIALIZED (
    SELECT sku, warehouse, on_hand, reserved, least(available, still_wanted)::int AS quantity
    FROM filled
    WHERE still_wanted > 0 AND available > 0 AND EXISTS (SELECT FROM made WHERE state = 'HELD')
  ), levels AS (
    UPDATE stock_levels s SET on_hand = t.on_hand, reserved = t.reserved + t.quantity
    FROM taken t
    WHERE s.sku = t.sku AND s.warehouse = t.warehouse
  ), allocated AS (
    INSERT INTO allocations (order_id, sku, warehouse, quantity)
    SELECT ${orderId}::uuid, sku, warehouse, quantity FROM taken
  ), moved AS (
    INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind, reference)
    SELECT sku, warehouse, 0, quantity, 'RESERVED', ${orderId}::text FROM taken
  )
  SELECT state, coalesce(shortages, '[]') AS shortages, true AS "isNew" FROM made
  UNION ALL
  SELECT state, coalesce(shortages, '[]'), false FROM known`;

/**
 * Releases a reservation. `reservation` locks the order's row first, like shipping, so that its
 * allocations cannot change; then the stock rows are locked in their order; then everything is
 * written. `freed` deletes the current allocations, even if a shipment reduced them after the
 * snapshot. The sub-selects hide the order from the planner, which would otherwise plan each call
 * again for the lines that it expects of this one.
 * @param condition on the reservation's current state, not that of the snapshot.
 */
const release = (orderId: string, condition: Sql, tombstone: Sql, result: Sql): Sql => sql`
  WITH known AS MATERIALIZED (
    SELECT true AS seen FROM reservations WHERE order_id = ${orderId}::uuid
  ), reservation AS MATERIALIZED (
    SELECT order_id FROM reservations
    WHERE order_id = ${orderId}::uuid AND ${condition} FOR UPDATE
  ), ${tombstone} locked AS MATERIALIZED (${lockedLevels(
    sql`SELECT sku, warehouse FROM allocations
      WHERE order_id = (SELECT ${orderId}::uuid) AND EXISTS (SELECT FROM reservation)`,
  )}
  ), freed AS (
    DELETE FROM allocations
    WHERE order_id = (SELECT ${orderId}::uuid) AND (SELECT count(*) FROM locked) > 0
    RETURNING sku, warehouse, quantity
  ), levels AS (
    UPDATE stock_levels s SET reserved = s.reserved - units.quantity FROM ${unitsOf('freed')}
    WHERE s.sku = units.sku AND s.warehouse = units.warehouse
  ), moved AS (
    INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind, reference)
    SELECT sku, warehouse, 0, -quantity, 'RELEASED', ${orderId}::text FROM freed
  ), released AS (
    UPDATE reservations SET state = 'RELEASED'
    WHERE order_id = ${orderId}::uuid AND EXISTS (SELECT FROM reservation)
      AND (SELECT count(*) FROM locked) >= 0
    RETURNING order_id
  ) ${result}`;

const releaseWhole = (orderId: string): Sql =>
  release(
    orderId,
    // A restored database may hold units for a reservation that is released.
    sql`(state <> 'RELEASED'
      OR EXISTS (SELECT FROM allocations a WHERE a.order_id = reservations.order_id))`,
    sql`tombstone AS (
      INSERT INTO reservations (order_id, state)
      SELECT ${orderId}::uuid, 'RELEASED' WHERE NOT EXISTS (SELECT FROM known)
      ON CONFLICT (order_id) DO NOTHING
      RETURNING true AS seen
    ), `,
    sql`SELECT seen FROM known UNION ALL SELECT seen FROM tombstone`,
  );

const releaseHeld = (orderId: string): Sql =>
  release(orderId, sql`state = 'HELD'`, empty, sql`SELECT order_id FROM released`);

/** Locks the rows of all orders of a batch, in the order that all statements use. */
function lockStock(skus: string[]): NamedStatement {
  const { text, values } = sql`
    SELECT FROM stock_levels WHERE sku = ANY(${skus}::citext[])
    ORDER BY sku, warehouse FOR UPDATE`;
  return { name: 'lock-stock', text, values };
}

/** Concurrent orders share a commit, so that they do not queue for a hot product. */
export const batcherOf = (pool: Database): Batcher => createBatcher(pool, { lock: lockStock });

const unbatched =
  (pool: Statements['pool']): Batcher =>
  ({ name, text, values }) =>
    prepared(pool, name, { text, values });

/** @param pool may be one connection too: a test stops in the middle of its transaction. */
export function reservationStore({ pool }: Statements, batcher: Batcher = unbatched(pool)) {
  return {
    /** Reserves all lines for the order, or none. A repeated call returns the current state. */
    reserve(orderId: string, lines: readonly StockLine[]) {
      return retryUntilVisible('reserve-stock', async () => {
        const { text, values } = reserve(orderId, lines);
        const shares = lines.map(({ sku }) => sku.toLowerCase());
        const statement = { name: 'reserve-stock', text, values, locks: 'stock', shares };
        const [outcome] = await batcher<ReservationOutcome>(statement);
        return outcome ?? null;
      });
    },

    /**
     * Confirms the reservations of these orders. They are locked in the order of their ids, so that
     * two calls never deadlock.
     * @returns the orders with a confirmed reservation; the others' were released, or never made.
     */
    async confirm(orderIds: readonly string[]): Promise<string[]> {
      const rows = await prepared<{ orderId: string }>(
        pool,
        'confirm-reservations',
        sql`WITH firm AS MATERIALIZED (
            SELECT order_id FROM reservations
            WHERE order_id = ANY((SELECT ${orderIds}::uuid[])::uuid[]) AND state <> 'RELEASED'
            ORDER BY order_id FOR UPDATE
          )
          UPDATE reservations r SET state = 'CONFIRMED' FROM firm
          WHERE r.order_id = firm.order_id RETURNING r.order_id AS "orderId"`,
      );
      return rows.map(({ orderId }) => orderId);
    },

    /** Releases the order's reservation, or stores a tombstone if there is none. */
    async release(orderId: string): Promise<void> {
      await retryUntilVisible('release-reservation', async () => {
        const rows = await prepared(pool, 'release-reservation', releaseWhole(orderId));
        return rows.length > 0 ? true : null;
      });
    },

    /** Releases the order's reservation unless it was confirmed. @returns whether it did. */
    async releaseHeld(orderId: string): Promise<boolean> {
      const rows = await prepared(pool, 'release-held', releaseHeld(orderId));
      return rows.length > 0;
    },

    /**
     * The next reservations by order id that are neither confirmed nor released. All of them are
     * read by their partial index and then sorted: in the order of ids it would read every order.
     */
    held(
      after: string | null,
      { first, olderThanSeconds }: { first: number; olderThanSeconds: number },
    ): Promise<HeldReservation[]> {
      return prepared<HeldReservation>(
        pool,
        'held-reservations',
        sql`WITH held AS MATERIALIZED (
            SELECT order_id, created_at FROM reservations WHERE state = 'HELD'
          )
          SELECT order_id AS "orderId",
            extract(epoch FROM now() - created_at)::int AS "heldSeconds" FROM held
          WHERE order_id > ${after ?? nilUuid}::uuid
            AND created_at <= now() - make_interval(secs => ${olderThanSeconds}::int)
          ORDER BY order_id LIMIT ${first}::int`,
      );
    },

    /** The allocations of many orders. */
    async allocationsByOrder(
      orderIds: readonly string[],
      rowsMax: number | null = null,
    ): Promise<AllocationRow[]> {
      return prepared<AllocationRow>(
        pool,
        'allocations-by-order',
        sql`SELECT order_id AS "orderId", sku, warehouse, quantity FROM allocations
          WHERE order_id = ANY(${orderIds}::uuid[]) ORDER BY order_id, sku, warehouse
          LIMIT ${rowsMax}::int`,
      );
    },
  };
}
