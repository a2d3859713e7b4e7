import sql from 'sql-template-tag';
import { createBatcher } from '../../../platform/database/batcher';
import { prepared } from '../../../platform/database/prepared';
import type { OrderRow } from './columns';
import type { OrdersDatabase } from './database';
import { minimalChange, type OrderChange, rowAfter } from './journal';
import type { JournalRow } from './journal-row';

export interface AwaitingLimit {
  readonly ordersMax: number;
  /** Maximum time that an order waits for its buyer. */
  readonly minutes: number;
}

/** The account has reached the limit; when its oldest waiting order was placed. */
export interface AwaitingFull {
  readonly oldestPlacedAt: Date;
}

/** Orders whose time is over but that are not processed yet count for an hour. */
const lateMinutes = 60;

/**
 * Orders that wait for their buyer. Changes run in separate transactions, one after the other on one
 * connection: changes of one account block each other, and must not block other orders or occupy
 * more connections.
 */
export function awaitingBuyerStore(database: OrdersDatabase) {
  const { pool } = database;
  const oneByOne = createBatcher(pool, { batchMax: 1 });

  async function oldestOf(customerId: string, since: string): Promise<Date | null> {
    const [row] = await prepared<{ oldest: Date | null }>(
      pool,
      'oldest-awaiting',
      sql`SELECT min(placed_at) AS oldest FROM orders
        WHERE customer_id = ${customerId}::uuid AND placed_at > now() - ${since}::interval
          AND status = 'PENDING' AND payment_status = 'ACTION_REQUIRED'`,
    );
    return row?.oldest ?? null;
  }

  return {
    /**
     * Makes the order wait for its buyer, unless the account has too many such orders.
     * Null, without any change, if the order was changed since it was read.
     */
    async begin(
      change: OrderChange,
      { ordersMax, minutes }: AwaitingLimit,
    ): Promise<JournalRow | AwaitingFull | null> {
      const { id, customerId, epoch } = change.order;
      const since = `${minutes + lateMinutes} minutes`;
      const from = sql`
        WHERE awaits_buyers_below(o.customer_id, ${ordersMax}::int, ${since}::interval) AND`;
      const [row] = await oneByOne<OrderRow>(minimalChange(change, { name: '-awaiting', from }));
      if (row) return rowAfter(database, change, row);
      const [same] = await prepared(
        pool,
        'same-epoch',
        sql`SELECT FROM orders WHERE id = ${id}::uuid AND epoch = ${epoch}::int`,
      );
      if (!same) return null;
      return { oldestPlacedAt: (await oldestOf(customerId, since)) ?? new Date() };
    },
  };
}
