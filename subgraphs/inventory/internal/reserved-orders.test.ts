import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({
  Tea: { stock: { BER: 5, HAM: 2 } },
  BARE: {},
  ZINC: { stock: { BER: 1 } },
});

const reserved = `query ($after: ID, $first: Int!, $seconds: Int!) {
  reservedOrders(after: $after, first: $first, olderThanSeconds: $seconds) }`;

describe('the orders with a reservation', () => {
  it('list the orders of those that are old enough, page after page', async () => {
    const orders = [uuidV7(), uuidV7(), uuidV7()].sort();
    for (const order of orders) await room.store.reservations.release(order);
    const [first, second, third] = orders;
    await room.pool.query(
      `UPDATE reservations SET created_at = now() - interval '1 hour' WHERE order_id <> $1`,
      [third],
    );
    const list = async (after: string | null, seconds: number) => {
      const { data } = await room.call(reserved, { after, first: 1, seconds });
      return data.reservedOrders;
    };
    expect(await list(null, 900)).toEqual([first]);
    expect(await list(first ?? '', 900)).toEqual([second]);
    expect(await list(second ?? '', 900)).toEqual([]);
    expect(await list(second ?? '', 0)).toEqual([third]);
  });

  it('refuse ages below 0 and cursors that are none', async () => {
    for (const variables of [
      { first: 1, seconds: -1 },
      { first: 1, seconds: 0, after: 'x' },
    ]) {
      expect((await room.call(reserved, variables)).codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});
