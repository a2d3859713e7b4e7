import sql, { empty, type Sql } from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import { publicEventTypes, type RelayedOrderEvent } from '../domain/event';
import type { OrdersDatabase } from './database';
import { addSums, sidesOfEvents, summed } from './order-stats-sum';
import { relayLock } from './relay-lock';

/** How a batch was processed. */
export type Handing = 'passed on' | 'stream is down';

/** An event with the trace of its change; null without one. */
export interface RelayedEvent extends RelayedOrderEvent {
  readonly trace: string | null;
  /** An earlier batch had it while the stream was unavailable: only the stream lacks it. */
  readonly isTold: boolean;
}

interface OutboxRow extends RelayedEvent {
  readonly position: bigint;
}

export interface RelayedBatch {
  readonly events: number;
  readonly deliveries: number;
  /** Age of the oldest event at the read; 0 if there was none. */
  readonly oldestMs: number;
  readonly handing: Handing | null;
}

const nothing: RelayedBatch = { events: 0, deliveries: 0, oldestMs: 0, handing: null };

const batch = (limit: number, which: Sql): Sql => sql`
  WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${relayLock}::bigint) AS is_ours)
  SELECT o.position, o.order_id AS "orderId", o.version, o.customer_id AS "customerId", o.number,
    o.type, o.status, o.at, o.trace, o.is_told AS "isTold"
  FROM turn JOIN outbox o ON turn.is_ours ${which}
  ORDER BY o.position LIMIT ${limit}::int FOR UPDATE OF o SKIP LOCKED`;

/**
 * Deletes the events, or marks them as written for webhooks; inserts webhook deliveries, and adds the
 * events to the statistics.
 */
const finish = (positions: readonly bigint[], handing: Handing): Sql => {
  const at = sql`WHERE position = ANY(${positions}::bigint[])`;
  const isLast = handing === 'passed on';
  const taken = isLast
    ? sql`DELETE FROM outbox ${at} RETURNING *`
    : sql`UPDATE outbox SET is_told = true ${at} AND NOT is_told RETURNING *`;
  // Those that were marked before were counted then.
  const uncounted = sql`SELECT order_id, version FROM taken ${isLast ? sql`WHERE NOT is_told` : empty}`;
  return sql`
    WITH taken AS (${taken}), ${summed(sidesOfEvents(uncounted))}, counted AS (${addSums}),
    created AS (
      INSERT INTO webhook_deliveries (id, endpoint_id, order_id, version, event_type, event_at,
        number, order_status, trace)
      SELECT gen_random_uuid(), e.id, o.order_id, o.version, o.type, o.at, o.number, o.status,
        o.trace
      FROM taken o JOIN webhook_endpoints e
        ON e.owner_id = o.customer_id AND e.enabled AND o.type = ANY(e.events)
      WHERE o.type = ANY(${publicEventTypes}::text[])
      ORDER BY o.position
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT count(*)::int AS deliveries FROM created`;
};

export function outboxStore({ pool }: OrdersDatabase) {
  return {
    async isWaiting(): Promise<boolean> {
      const [row] = await prepared<{ waits: boolean }>(
        pool,
        'waiting-events',
        sql`SELECT EXISTS (SELECT FROM outbox) AS waits`,
      );
      return row?.waits ?? false;
    },

    /**
     * Relays the oldest events and removes them, exclusively. The order per order is kept, because an
     * event becomes visible only after its predecessors are committed. If the process dies in between,
     * the events are relayed again.
     * @param isStreamAway read only events that are not yet written for webhooks.
     */
    relay(
      limit: number,
      isStreamAway: boolean,
      hand: (events: readonly RelayedEvent[], within: Transaction) => Promise<Handing>,
    ): Promise<RelayedBatch> {
      return inTransaction(pool, async (transaction) => {
        const which = isStreamAway ? sql`AND NOT o.is_told` : empty;
        const { text, values } = batch(limit, which);
        const name = isStreamAway ? 'untold-events' : 'next-events';
        const { rows } = await transaction.query<OutboxRow>({ name, text, values });
        const [oldest] = rows;
        if (!oldest) return nothing;
        const handing = await hand(rows, transaction);
        const end = finish(
          rows.map(({ position }) => position),
          handing,
        );
        const { rows: written } = await transaction.query<{ deliveries: number }>({
          name: handing === 'passed on' ? 'take-out-events' : 'keep-events',
          text: end.text,
          values: end.values,
        });
        return {
          events: rows.length,
          deliveries: written[0]?.deliveries ?? 0,
          oldestMs: Date.now() - oldest.at.getTime(),
          handing,
        };
      });
    },
  };
}
