import { beforeAll, describe, expect, it } from 'vitest';
import { countedRowsMax } from '../../../platform/database/row-count';
import { uuidV7 } from '../../../platform/values/uuid';
import { everyOrder } from '../testing/every-order';
import { readingRoomForFile } from '../testing/reading-room';

const ownerId = uuidV7();
const room = readingRoomForFile();
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
});
