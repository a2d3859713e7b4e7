import sql, { empty, type Sql } from 'sql-template-tag';
import {
  begin,
  commit,
  inOneTransaction,
  type NamedStatement,
} from '../../../platform/database/one-transaction';
import { rolledBackOnFailure, type Transaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import { publicEventTypes, type RelayedOrderEvent } from '../domain/event';
import type { OrdersDatabase } from './database';
import { addToStats, selectEventChanges, sumByBucket } from './order-stats';
import { relayLock } from './relay-lock';

/** Whether a batch is in the stream. */
export type StreamResult = 'appended' | 'unavailable';

/** An event with the trace of its change; null without one. */
export interface RelayedEvent extends RelayedOrderEvent {
  readonly trace: string | null;
  /** Webhooks and mails have it from an earlier batch; the stream was unavailable then. */
  readonly isOnlyForStream: boolean;
}

interface OutboxRow extends RelayedEvent {
  readonly position: bigint;
}

export interface RelayedBatch {
  readonly events: number;
  readonly deliveries: number;
  /** Null if there was no event. */
  readonly stream: StreamResult | null;
}

const nothing: RelayedBatch = { events: 0, deliveries: 0, stream: null };

const oldestEvents = (limit: number, condition: Sql): Sql => sql`
  WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${relayLock}::bigint) AS is_ours)
  SELECT o.position, o.order_id AS "orderId", o.version, o.customer_id AS "customerId", o.number,
    o.type, o.status, o.at, o.trace, o.is_told AS "isOnlyForStream"
  FROM turn JOIN outbox o ON turn.is_ours ${condition}
  ORDER BY o.position LIMIT ${limit}::int FOR UPDATE OF o SKIP LOCKED`;

/**
 * Inserts the webhook deliveries, adds the events to the statistics, and deletes them. Events that
 * the stream lacks are marked instead, so that a later batch appends them and does nothing else.
 */
export const finishBatch = (positions: readonly bigint[], stream: StreamResult): Sql => {
  const which = sql`WHERE position = ANY(${positions}::bigint[])`;
  const isLast = stream === 'appended';
  const taken = isLast
    ? sql`DELETE FROM outbox ${which} RETURNING *`
    : sql`UPDATE outbox SET is_told = true ${which} AND NOT is_told RETURNING *`;
  // Events that an earlier batch marked were counted by it.
  const uncounted = sql`SELECT order_id, version FROM taken ${isLast ? sql`WHERE NOT is_told` : empty}`;
  return sql`
    WITH taken AS (${taken}), ${sumByBucket(selectEventChanges(uncounted))}, counted AS (${addToStats}),
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

const named = (name: string, { text, values }: Sql): NamedStatement => ({ name, text, values });

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

    /** The age of the oldest event that is not published everywhere; 0 if there is none. */
    async oldestSeconds(): Promise<number> {
      const [row] = await prepared<{ seconds: number }>(
        pool,
        'oldest-event',
        sql`SELECT greatest(0, extract(epoch FROM clock_timestamp() - at))::float8 AS seconds
          FROM outbox ORDER BY position LIMIT 1`,
      );
      return row?.seconds ?? 0;
    },

    /**
     * Publishes the oldest events and removes them, unless another process does so now. Events of one
     * order keep their sequence, because an event becomes visible only after its predecessors are
     * committed. If the process dies in between, the events are published again.
     * @param isStreamUnavailable skip events that only the stream lacks.
     */
    relay(
      limit: number,
      isStreamUnavailable: boolean,
      publish: (events: readonly RelayedEvent[], within: Transaction) => Promise<StreamResult>,
    ): Promise<RelayedBatch> {
      // An order that is placed alone pays for each round trip, so that BEGIN and COMMIT have none.
      return rolledBackOnFailure(pool, async (transaction) => {
        const condition = isStreamUnavailable ? sql`AND NOT o.is_told` : empty;
        const name = isStreamUnavailable ? 'new-events' : 'next-events';
        const next = named(name, oldestEvents(limit, condition));
        const [, found = []] = await inOneTransaction(transaction, [begin, next]);
        const rows = found as OutboxRow[];
        if (rows.length === 0) {
          await inOneTransaction(transaction, [commit]);
          return nothing;
        }
        const stream = await publish(rows, transaction);
        const positions = rows.map(({ position }) => position);
        const lastName = stream === 'appended' ? 'delete-events' : 'keep-events-for-stream';
        const last = named(lastName, finishBatch(positions, stream));
        const [[written] = []] = await inOneTransaction(transaction, [last, commit]);
        return {
          events: rows.length,
          deliveries: (written as { deliveries: number } | undefined)?.deliveries ?? 0,
          stream,
        };
      });
    },
  };
}
