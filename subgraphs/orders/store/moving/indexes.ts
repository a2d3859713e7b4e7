import sql, { raw } from 'sql-template-tag';
import type { Transaction } from '../../../../platform/database/pool';

/** Indexes that find the rows of a shard: they exist during a move. */
const indexes = [
  { name: 'orders_moving_shard', on: 'orders (shard_of_id(id), id)' },
  { name: 'idempotency_keys_moving_order', on: 'idempotency_keys (order_id)' },
  { name: 'webhook_endpoints_moving_shard', on: 'webhook_endpoints (shard_of_customer(owner_id))' },
];

/** Builds the indexes beside the writes of the shop; one that was not finished is built again. */
export async function buildIndexes(client: Transaction): Promise<void> {
  for (const { name, on } of indexes) {
    const { rowCount } = await client.query(sql`
      SELECT FROM pg_index WHERE indexrelid = to_regclass(${name}) AND indisvalid`);
    if (rowCount === 1) continue;
    await client.query(sql`DROP INDEX CONCURRENTLY IF EXISTS ${raw(name)}`);
    await client.query(sql`CREATE INDEX CONCURRENTLY ${raw(name)} ON ${raw(on)}`);
  }
}

export async function dropIndexes(client: Transaction): Promise<void> {
  for (const { name } of indexes) {
    await client.query(sql`DROP INDEX CONCURRENTLY IF EXISTS ${raw(name)}`);
  }
}
