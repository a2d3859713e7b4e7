import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({
  Tea: { stock: { BER: 5, HAM: 2 } },
  BARE: {},
  ZINC: { stock: { BER: 1 } },
});

const reservations = `query ($orderIds: [ID!]!) {
  reservationFacts(orderIds: $orderIds) { orderId state ageSeconds held { sku quantity } } }`;

describe('the facts of the reservations', () => {
  it('tell the state and what is held, by SKU over all warehouses', async () => {
    const [order, tombstone] = [uuidV7(), uuidV7()];
    await room.store.reservations.reserve(order, [{ sku: 'tea', quantity: 6 }]);
    await room.store.reservations.release(tombstone);
    await room.pool.query(`UPDATE reservations SET created_at = now() - interval '1 hour'`);
    const orderIds = [order, tombstone, uuidV7(), 'no id'];
    const { data } = await room.call(reservations, { orderIds });
    expect(data.reservationFacts).toHaveLength(2);
    expect(data.reservationFacts).toContainEqual({
      orderId: order,
      state: 'HELD',
      ageSeconds: 3_600,
      held: [{ sku: 'Tea', quantity: 6 }],
    });
    expect(data.reservationFacts).toContainEqual({
      orderId: tombstone,
      state: 'RELEASED',
      ageSeconds: 3_600,
      held: [],
    });
  });

  it('refuse too many orders', async () => {
    const orderIds = Array.from({ length: 1_001 }, () => uuidV7());
    expect((await room.call(reservations, { orderIds })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
