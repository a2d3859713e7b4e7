import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 50 } } });

const expire = 'mutation ($orderIds: [ID!]!) { expireReservations(orderIds: $orderIds) }';

async function held(count: number): Promise<string[]> {
  const orderIds = Array.from({ length: count }, () => uuidV7());
  for (const orderId of orderIds) {
    await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 1 }]);
  }
  return orderIds;
}

describe('expireReservations', () => {
  it('releases what is held, and nothing that is confirmed', async () => {
    const [loose, firm] = [await held(3), await held(2)];
    await room.store.reservations.confirm(firm);
    const { data } = await room.call(expire, { orderIds: [...loose, ...firm, uuidV7()] });
    expect(data.expireReservations).toBe(3);
    expect(await room.levels('TEA')).toEqual({ BER: [50, 2] });
    expect(await room.imbalances()).toEqual([]);
    expect(await room.registry.metrics()).toContain('inventory_reservations_expired_total 3');
  });

  it('releases each once when several processes do it', async () => {
    const orderIds = await held(10);
    const calls = await Promise.all([1, 2, 3].map(() => room.call(expire, { orderIds })));
    const released = calls.reduce((sum, { data }) => sum + data.expireReservations, 0);
    expect(released).toBe(10);
    expect(await room.levels('TEA')).toEqual({ BER: [50, 0] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('refuses ids that are none', async () => {
    expect((await room.call(expire, { orderIds: ['x'] })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
