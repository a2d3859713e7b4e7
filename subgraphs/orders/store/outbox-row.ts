import sql, { type Sql } from 'sql-template-tag';
import { currentTraceparent } from '../../../platform/telemetry/tracing';

/**
 * Part of a statement that changes an order: puts what happened into the outbox, so that it is
 * passed on if and only if it is true.
 * @param from the changed order's row, from FROM on.
 */
export function outboxRow(type: Sql, from: Sql): Sql {
  return sql`
    INSERT INTO outbox (order_id, version, customer_id, number, type, status, trace)
    SELECT id, version, customer_id, number, ${type}, status, ${currentTraceparent() ?? null}::text
    ${from}`;
}
