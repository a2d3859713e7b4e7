import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import { inTransaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import type { PageRequest } from '../../../platform/graphql/connection';
import type { WebhookDelivery as WebhookDeliveryRow } from '../../../prisma/orders/generated/client';
import type { DisabledEndpoint } from '../domain/disabled-endpoint';
import { testEventType } from '../domain/webhook-event-type';
import { auditedName, auditPart } from './audit-outbox';
import type { OrdersDatabase } from './database';
import { type Disabling, disableWithin } from './webhook-disabling';
import type { OwnedEndpoint } from './webhook-endpoints';

export type { WebhookDeliveryRow };

/** A leased delivery with the current settings of its endpoint. */
export interface TakenDelivery extends WebhookDeliveryRow {
  readonly url: string;
  readonly secret: string;
  /** The replaced secrets that still sign, separated by spaces; null if there are none. */
  readonly previousSecret: string | null;
  /** The attempt before it ended without a result, and counts as a failure: its process was killed. */
  readonly isAfterKill: boolean;
}

/** The result of an attempt. */
export interface AttemptOutcome {
  readonly responseStatus: number | null;
  /** Null if there is no further attempt. */
  readonly pauseMs: number | null;
  readonly status: WebhookDeliveryRow['status'];
}

const columnNames = {
  id: 'id',
  endpointId: 'endpoint_id',
  orderId: 'order_id',
  version: 'version',
  eventType: 'event_type',
  eventAt: 'event_at',
  number: 'number',
  orderStatus: 'order_status',
  status: 'status',
  attempts: 'attempts',
  failures: 'failures',
  begunAt: 'begun_at',
  nextAttemptAt: 'next_attempt_at',
  lastAttemptAt: 'last_attempt_at',
  responseStatus: 'response_status',
  leaseUntil: 'lease_until',
  createdAt: 'created_at',
  trace: 'trace',
} satisfies Record<keyof WebhookDeliveryRow, string>;

/** The columns under the names of the Prisma row, for the alias `d`. */
export const deliveryColumns = raw(
  Object.entries(columnNames)
    .map(([field, column]) => `d.${column} AS "${field}"`)
    .join(', '),
);

/** Serialises taking deliveries, because it counts deliveries in progress per endpoint. */
const takingLock = 7_208_251_002;

/**
 * Only the earliest open delivery of an order is due; later ones wait for it. OFFSET 0 makes
 * PostgreSQL look for an earlier one per delivery: for a join it would read and sort all that are due.
 */
const dueOf = (perEndpoint: number): Sql => sql`
  SELECT d.id, d.lease_until IS NOT NULL AS is_after_kill FROM webhook_deliveries d
  WHERE d.endpoint_id = e.id AND d.status = 'PENDING' AND d.next_attempt_at <= now()
    AND (d.lease_until IS NULL OR d.lease_until < now())
    AND NOT EXISTS (SELECT FROM webhook_deliveries earlier
      WHERE earlier.endpoint_id = d.endpoint_id AND earlier.order_id = d.order_id
        AND earlier.version < d.version AND earlier.status = 'PENDING' OFFSET 0)
  ORDER BY d.next_attempt_at, d.created_at
  LIMIT greatest(0, ${perEndpoint}::int - (SELECT count(*) FROM webhook_deliveries u
    WHERE u.endpoint_id = e.id AND u.status = 'PENDING' AND u.lease_until >= now()))`;

interface Taking {
  readonly limit: number;
  readonly perEndpoint: number;
  readonly leaseMs: number;
}

const take = ({ limit, perEndpoint, leaseMs }: Taking): Sql => sql`
  WITH RECURSIVE pending AS (
    -- One row per endpoint: DISTINCT would read every delivery.
    (SELECT endpoint_id FROM webhook_deliveries
    WHERE status = 'PENDING' ORDER BY endpoint_id LIMIT 1)
    UNION ALL SELECT next.endpoint_id FROM pending p CROSS JOIN LATERAL (
      SELECT d.endpoint_id FROM webhook_deliveries d
      WHERE d.status = 'PENDING' AND d.endpoint_id > p.endpoint_id
      ORDER BY d.endpoint_id LIMIT 1) next
  ), waiting AS (
    -- In a new order each time: many slow ones must not always come before the others.
    SELECT e.* FROM pending p JOIN webhook_endpoints e ON e.id = p.endpoint_id AND e.enabled
    ORDER BY random()
  ), due AS (
    SELECT one.id, one.is_after_kill, e.url, e.secret,
      CASE WHEN e.previous_until > now() THEN e.previous_secret END AS previous_secret
    FROM waiting e CROSS JOIN LATERAL (${dueOf(perEndpoint)}) AS one LIMIT ${limit}::int
  )
  UPDATE webhook_deliveries d SET attempts = d.attempts + 1, last_attempt_at = now(),
    failures = d.failures + due.is_after_kill::int,
    lease_until = now() + ${leaseMs}::int * interval '1 millisecond'
  FROM due WHERE d.id = due.id
  RETURNING ${deliveryColumns}, due.url, due.secret, due.previous_secret AS "previousSecret",
    due.is_after_kill AS "isAfterKill"`;

/**
 * Conditional on the attempt, so that a late result cannot overwrite a later attempt. The delivery
 * waits if its endpoint was disabled during the attempt.
 */
function recordedAttempt(taken: TakenDelivery, outcome: AttemptOutcome): Sql {
  const { status, pauseMs, responseStatus } = outcome;
  return sql`
    UPDATE webhook_deliveries SET status = ${status}::"WebhookDeliveryStatus",
      failures = failures + ${status === 'DELIVERED' ? 0 : 1}::int,
      response_status = ${responseStatus}::int, lease_until = NULL,
      next_attempt_at = CASE
        WHEN (SELECT enabled FROM webhook_endpoints WHERE id = ${taken.endpointId}::uuid)
        THEN now() + ${pauseMs}::int * interval '1 millisecond' END
    WHERE id = ${taken.id}::uuid AND attempts = ${taken.attempts}::int AND status = 'PENDING'`;
}

/**
 * Updates the endpoint only if something changes, which is rare. A failed test does not count: it
 * must not contribute to disabling the endpoint.
 */
function endpointAfter(taken: TakenDelivery, outcome: AttemptOutcome): Sql {
  const { endpointId } = taken;
  if (outcome.status === 'DELIVERED') {
    return sql`UPDATE webhook_endpoints e SET failing_since = NULL
      WHERE e.id = ${endpointId}::uuid AND e.failing_since IS NOT NULL`;
  }
  return sql`UPDATE webhook_endpoints e SET failing_since = now()
    WHERE e.id = ${endpointId}::uuid AND e.failing_since IS NULL
      AND ${taken.eventType}::text <> ${testEventType}`;
}

/**
 * Later deliveries of an order wait with the one in `first`: if they counted as due, every take would
 * read them. Those that somebody changes are skipped, because waiting for their locks could deadlock.
 */
const withFollowers = (first: Sql, condition: Sql): Sql => sql`followers AS (
  UPDATE webhook_deliveries SET next_attempt_at = found.next_attempt_at FROM (
    SELECT f.id, d.next_attempt_at FROM ${first} d JOIN webhook_deliveries f
      ON f.endpoint_id = d.endpoint_id AND f.order_id = d.order_id AND f.version > d.version
    WHERE f.status = 'PENDING' AND ${condition} FOR UPDATE OF f SKIP LOCKED) found
  WHERE webhook_deliveries.id = found.id)`;

const disabledReasonOf = (since: Date, reason: string): string =>
  `Nothing was accepted since ${since.toISOString()}; at last ${reason}.`;

export function webhookDeliveryStore({ pool, workSignal }: OrdersDatabase) {
  return {
    async isDue(): Promise<boolean> {
      const [row] = await prepared<{ due: boolean }>(
        pool,
        'due-webhooks',
        sql`SELECT EXISTS (SELECT FROM webhook_deliveries
          WHERE status = 'PENDING' AND next_attempt_at <= now()) AS due`,
      );
      return row?.due ?? false;
    },

    /**
     * Takes due deliveries: at most `limit`, and at most `perEndpoint` in progress for each endpoint. The
     * caller must record their results before the lease ends.
     */
    take(taking: Taking): Promise<TakenDelivery[]> {
      return inTransaction(pool, async (transaction) => {
        const lock = sql`SELECT pg_advisory_xact_lock(${takingLock}::bigint)`;
        await prepared(transaction, 'webhook-turn', lock);
        return prepared<TakenDelivery>(transaction, 'take-webhooks', take(taking));
      });
    },

    /** Records the result of an attempt for the delivery and its endpoint. */
    async recordAttempt(taken: TakenDelivery, outcome: AttemptOutcome): Promise<void> {
      const isDelivered = outcome.status === 'DELIVERED';
      const later = sql`f.next_attempt_at < d.next_attempt_at`;
      const statement = sql`WITH delivery AS (${recordedAttempt(taken, outcome)} RETURNING *)
        ${isDelivered ? empty : sql`, ${withFollowers(raw('delivery'), later)}`}
        ${endpointAfter(taken, outcome)} AND EXISTS (SELECT FROM delivery)`;
      const name = isDelivered ? 'webhook-delivered' : 'webhook-failed';
      await prepared(pool, name, statement);
    },

    /**
     * The same for an endpoint that answered 410 Gone, which is disabled.
     * @returns null if it was disabled before, or the lease was lost.
     */
    recordGone(
      taken: TakenDelivery,
      outcome: AttemptOutcome,
      disabling: Pick<Disabling, 'reason' | 'announce'>,
    ): Promise<DisabledEndpoint | null> {
      return inTransaction(pool, async (transaction) => {
        const { rowCount } = await transaction.query(recordedAttempt(taken, outcome));
        if (rowCount === 0) return null;
        await transaction.query(endpointAfter(taken, outcome));
        return disableWithin(transaction, { ...disabling, endpointId: taken.endpointId });
      });
    },

    /**
     * Disables the endpoint if it has accepted nothing for this long.
     * @returns null if it has, or was disabled before.
     */
    async disableFailing(
      { endpointId, reason, announce }: Omit<Disabling, 'failingSince'>,
      seconds: number,
    ): Promise<DisabledEndpoint | null> {
      const [failing] = await prepared<{ since: Date }>(
        pool,
        'failing-endpoint',
        sql`SELECT failing_since AS since FROM webhook_endpoints
          WHERE id = ${endpointId}::uuid AND enabled
            AND failing_since < now() - ${seconds}::int * interval '1 second'`,
      );
      if (!failing) return null;
      const disabling = {
        endpointId,
        announce,
        failingSince: failing.since,
        reason: disabledReasonOf(failing.since, reason),
      };
      return inTransaction(pool, (transaction) => disableWithin(transaction, disabling));
    },

    /**
     * Restarts a delivery of the owner: it is due now with all its attempts. A delivery in progress is
     * not restarted.
     */
    async redeliver(
      ownerId: string,
      id: string,
      audit: AuditEntry | null,
    ): Promise<WebhookDeliveryRow | null> {
      const untried = sql`f.attempts = 0 AND f.next_attempt_at > d.next_attempt_at`;
      const [row] = await prepared<WebhookDeliveryRow>(
        pool,
        auditedName('redeliver-webhook', audit),
        sql`WITH changed AS (UPDATE webhook_deliveries d SET status = 'PENDING', failures = 0, begun_at = now(),
            next_attempt_at = CASE WHEN e.enabled THEN now() END
          FROM webhook_endpoints e
          WHERE d.id = ${id}::uuid AND e.id = d.endpoint_id AND e.owner_id = ${ownerId}::uuid
          RETURNING d.*), ${withFollowers(raw('changed'), untried)}${auditPart(audit, 'changed')}
          SELECT ${deliveryColumns} FROM changed d`,
      );
      if (row && audit) workSignal.emit('audit');
      if (row) workSignal.emit('deliveries');
      return row ?? null;
    },

    /** A page of each endpoint's log plus an extra row, newest first. */
    async pagesByEndpoint(
      endpoints: readonly OwnedEndpoint[],
      { first, after }: PageRequest,
    ): Promise<WebhookDeliveryRow[]> {
      const [eventAt, version, id] = after ?? [];
      const behind = after
        ? sql`AND (d.event_at, d.version, d.id)
            < (${eventAt}::timestamptz, ${version}::int, ${id}::uuid)`
        : empty;
      const { rows } = await pool.query<WebhookDeliveryRow>(sql`
        SELECT page.* FROM unnest(${endpoints.map(({ id }) => id)}::uuid[]) AS endpoint (id)
        CROSS JOIN LATERAL (
          SELECT ${deliveryColumns} FROM webhook_deliveries d WHERE d.endpoint_id = endpoint.id ${behind}
          ORDER BY d.event_at DESC, d.version DESC, d.id DESC LIMIT ${first + 1}::int
        ) AS page ORDER BY page."eventAt" DESC, page.version DESC, page.id DESC`);
      return rows;
    },

    /**
     * Deletes deliveries older than `days`, at most `limit` at a time.
     * @returns the number of deleted deliveries.
     */
    async expire(days: number, limit: number): Promise<number> {
      const { rowCount } = await pool.query(sql`
        DELETE FROM webhook_deliveries WHERE id IN (
          SELECT id FROM webhook_deliveries
          WHERE created_at < now() - ${days}::int * interval '1 day'
          ORDER BY created_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`);
      return rowCount ?? 0;
    },
  };
}
