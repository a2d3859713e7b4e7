import { beforeAll, expect, test } from 'vitest';
import { statementsDuring } from '../../../platform/testing/statements';
import { uuidV7 } from '../../../platform/values/uuid';
import { stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
/** The last ones: a join in the order of the key would read every level before them. */
const lines = [1_998, 1_999, 2_000].map((n) => ({ sku: `S-${n}`, quantity: 1 }));

/** Orders of 200 lines, more of them than the statistics name, so that any order may have as many. */
beforeAll(async () => {
  await room.pool.query(`
    INSERT INTO warehouses (code, name, country) VALUES ('BER', 'Berlin', 'DE');
    INSERT INTO products (sku, name, price_minor, currency)
    SELECT 'S-' || n, 'Stone', 100, 'EUR' FROM generate_series(1001, 2000) n;
    INSERT INTO stock_levels (sku, warehouse, on_hand, reserved)
    SELECT sku, 'BER', 1000, 200 FROM products;
    INSERT INTO reservations (order_id, state)
    SELECT gen_random_uuid(), 'CONFIRMED' FROM generate_series(1, 200);
    INSERT INTO allocations (order_id, sku, warehouse, quantity)
    SELECT order_id, sku, 'BER', 1 FROM reservations, (SELECT sku FROM products LIMIT 200) AS first;
    ANALYZE`);
});

async function reserved(): Promise<string> {
  const orderId = uuidV7();
  expect((await room.store.reservations.reserve(orderId, lines)).state).toBe('HELD');
  return orderId;
}

const everything = { inputHash: '', lines: null, warehouse: null };

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The levels that a statement reads, each time that it does. */
async function levelsRead(text: string, values: readonly unknown[]): Promise<number> {
  const client = await room.pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values]);
    await client.query('ROLLBACK');
    const [{ Plan }] = rows[0]['QUERY PLAN'] as [{ Plan: PlanNode }];
    const reads = nodesOf(Plan).filter((node) => node['Relation Name'] === 'stock_levels');
    return reads.reduce((sum, node) => {
      const { 'Rows Removed by Filter': removed = 0 } = node;
      return sum + (node['Actual Rows'] + removed) * node['Actual Loops'];
    }, 0);
  } finally {
    client.release();
  }
}

test.each<[string, (orderId: string) => Promise<unknown>]>([
  ['releasing', (orderId) => room.store.reservations.release(orderId)],
  ['releasing what is not confirmed', (orderId) => room.store.reservations.releaseHeld(orderId)],
  ['shipping', (orderId) => room.store.shipping.ship({ ...everything, key: orderId, orderId })],
])('%s three lines reads their levels alone', async (_, action) => {
  const [first, second] = [await reserved(), await reserved()];
  const [statement] = await statementsDuring(room.pool, () => action(first));
  const values = statement?.values.map((value) => (value === first ? second : value)) ?? [];
  // Once to lock them and once to change them.
  expect(await levelsRead(statement?.text ?? '', values)).toBe(2 * lines.length);
});
