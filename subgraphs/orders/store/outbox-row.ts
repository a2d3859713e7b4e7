import sql, { type Sql } from 'sql-template-tag';
import { currentTraceparent } from '../../../platform/telemetry/tracing';

/**
 * Part of a statement that changes an order: inserts the event into the outbox, so that it is
 * relayed if and only if the change commits.
 * @param from the SQL from FROM on that yields the changed order.
 */
export function outboxRow(type: Sql, from: Sql): Sql {
  return sql`
    INSERT INTO outbox (order_id, version, customer_id, number, type, status, trace)
    SELECT id, version, customer_id, number, ${type}, status, ${currentTraceparent() ?? null}::text
    ${from}`;
}
