import { beforeAll, describe, expect, it } from 'vitest';
import { countedRowsMax } from '../../../platform/database/row-count';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { everyOrder } from '../testing/every-order';
import { testOrdersKeys } from '../testing/orders-keys';
import { readingRoom } from '../testing/reading-room';
import { ordersDatabase } from './database';
import { type OrderQuery, orderLists } from './order-lists';

const ownerId = uuidV7();
const room = openForFile(readingRoom, (opened) => opened.drop());
beforeAll(async () => {
  await room.pool.query(
    `INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor,
       shipping_minor, tax_minor, total_minor, shipping_address, payment_status)
     SELECT gen_random_uuid(), 'N' || n, $1, 'CONFIRMED', 'EUR', 0, 0, 0, 0,
       '{"recipient":"Many"}', 'NONE'
     FROM generate_series(1, $2::int) AS n`,
    [ownerId, countedRowsMax + 2_000],
  );
  // Vacuum also files what is pending for the trigram index, as autovacuum would.
  await room.pool.query('VACUUM ANALYZE orders');
});

describe('the lists of orders', () => {
  it('counts exactly up to a limit, and estimates beyond it', async () => {
    const many = { ...everyOrder, ownerId };
    const counted = await room.reads.count(many);
    expect(counted.exact).toBe(false);
    expect(counted.count).toBeGreaterThan(countedRowsMax);
    expect(counted.count).toBeLessThan(countedRowsMax + 4_000);
    const one = await room.place({});
    const counts = await room.reads.countsByOwner([ownerId, one.customerId, uuidV7()], everyOrder);
    expect(counts.get(ownerId)).toMatchObject({ exact: false });
    expect(counts.get(one.customerId)).toEqual({ count: 1, exact: true });
    expect([...counts.values()].at(2)).toEqual({ count: 0, exact: true });
  });

  it('reads pages, waiting orders and searches through an index', async () => {
    const plan = async (query: Partial<OrderQuery>) => {
      const seen: string[] = [];
      const spied = {
        query: async (statement: { text: string; values: [] }) => {
          const { rows } = await room.pool.query(`EXPLAIN ${statement.text}`, statement.values);
          seen.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
          return { rows: [] };
        },
      };
      const database = ordersDatabase(room.pool, testOrdersKeys);
      await orderLists({ ...database, replicaReads: spied as never }).page(
        { ...everyOrder, ...query },
        { first: 20, after: [new Date().toISOString(), uuidV7()] },
      );
      return seen.join('\n');
    };
    expect(await plan({})).toContain('orders_placed_at_id_idx');
    expect(await plan({ ownerId: uuidV7() })).toContain('orders_customer_id_placed_at_id_idx');
    expect(await plan({ status: ['PENDING'] })).toMatch(/orders_(status_)?placed_at_id_idx/);
    expect(await plan({ needsAttention: true })).toContain('orders_waiting_idx');
    const search = { text: 'Lovelace', number: null, customerId: null };
    expect(await plan({ search })).toContain('orders_recipient_idx');
    const whole = { ...search, text: 'Ada Lovelace' };
    expect(await plan({ search: whole })).toContain('orders_recipient_placed_at_id_idx');
  });
});
