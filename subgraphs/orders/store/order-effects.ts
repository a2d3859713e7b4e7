import sql from 'sql-template-tag';
import type { Database } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import type { Effect } from '../../../prisma/orders/generated/client';

/** A call that an order needs, without what is sent and answered. */
export interface OrderEffectRow
  extends Pick<Effect, 'orderId' | 'kind' | 'seq' | 'state' | 'openedAt'> {
  readonly failedAttempts: number;
  readonly endedAt: Date | null;
  readonly nextAttemptAt: Date | null;
}

/** Reads the calls of several orders, in the order in which they were opened. */
export const orderEffects =
  (pool: Database) =>
  (orderIds: readonly string[], rowsMax: number | null = null): Promise<OrderEffectRow[]> =>
    prepared<OrderEffectRow>(
      pool,
      'order-effects',
      sql`SELECT order_id AS "orderId", kind, seq, state, attempts AS "failedAttempts",
          opened_at AS "openedAt",
          CASE WHEN state <> 'PENDING' THEN updated_at END AS "endedAt",
          CASE WHEN state = 'PENDING' THEN next_at END AS "nextAttemptAt"
        FROM effects WHERE order_id = ANY(${orderIds}::uuid[])
        ORDER BY order_id, opened_at, kind, seq LIMIT ${rowsMax}`,
    );
