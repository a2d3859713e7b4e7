import sql, { type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { currentTraceparent } from '../../../platform/telemetry/tracing';
import { uuidV7 } from '../../../platform/values/uuid';
import { shardOf } from '../domain/shard';
import { testEventType, testOrder } from '../domain/webhook-event-type';
import { auditPart } from './audit-outbox';
import type { OrdersDatabase } from './database';
import { deliveryColumns, type WebhookDeliveryRow } from './webhook-deliveries';
import type { OwnedEndpoint } from './webhook-endpoints';

/** The endpoint has used up the tests of this minute. */
export interface TooManyTests {
  /** When the next one is possible. */
  readonly retryAt: Date;
}

/** Concurrent tests of an endpoint would not count each other. */
const lockedEndpoint = ({ id, ownerId }: OwnedEndpoint): Sql => sql`
  SELECT FROM webhook_endpoints WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid AND enabled
  FOR NO KEY UPDATE`;

/** When the oldest of the latest `count` tests leaves the minute; no row if there are fewer. */
const minuteEnd = (endpointId: string, count: number): Sql => sql`
  SELECT event_at + interval '1 minute' AS "retryAt" FROM webhook_deliveries
  WHERE endpoint_id = ${endpointId}::uuid AND event_type = ${testEventType}
    AND event_at > clock_timestamp() - interval '1 minute'
  ORDER BY event_at DESC OFFSET ${count - 1}::int LIMIT 1`;

/**
 * The order of a test is made up, so that no other delivery waits for the test; its id is one of the
 * owner's shard, with which it moves.
 */
const created = ({ id, ownerId }: OwnedEndpoint, audit: AuditEntry | null): Sql => sql`
  WITH created AS (
    INSERT INTO webhook_deliveries (id, endpoint_id, order_id, version, event_type, event_at,
      number, order_status, trace)
    VALUES (gen_random_uuid(), ${id}::uuid, ${uuidV7(shardOf(ownerId))}::uuid,
      ${testOrder.version}::int,
      ${testEventType}, clock_timestamp(), ${testOrder.number},
      ${testOrder.orderStatus}::"OrderStatus", ${currentTraceparent() ?? null}::text)
    RETURNING *
  )${auditPart(audit, 'created')} SELECT ${deliveryColumns} FROM created d`;

async function createWithin(
  transaction: Transaction,
  endpoint: OwnedEndpoint,
  perMinuteMax: number,
  audit: AuditEntry | null,
): Promise<WebhookDeliveryRow | TooManyTests | null> {
  const { rowCount } = await transaction.query(lockedEndpoint(endpoint));
  if (rowCount === 0) return null;
  const full = await transaction.query<TooManyTests>(minuteEnd(endpoint.id, perMinuteMax));
  if (full.rows[0]) return full.rows[0];
  const { rows } = await transaction.query<WebhookDeliveryRow>(created(endpoint, audit));
  return rows[0] ?? null;
}

export function testDeliveryStore({ pool, workSignal }: OrdersDatabase) {
  return {
    /**
     * A test event for the endpoint, due now.
     * @returns null if the owner has no enabled endpoint of this id.
     */
    async create(
      endpoint: OwnedEndpoint,
      perMinuteMax: number,
      audit: AuditEntry | null,
    ): Promise<WebhookDeliveryRow | TooManyTests | null> {
      const result = await inTransaction(pool, (transaction) =>
        createWithin(transaction, endpoint, perMinuteMax, audit),
      );
      if (result === null || 'retryAt' in result) return result;
      if (audit) workSignal.emit('audit');
      workSignal.emit('deliveries');
      return result;
    },
  };
}
