import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 50 } } });

const confirm = 'mutation ($orderIds: [ID!]!) { confirmReservations(orderIds: $orderIds) }';
const heldOf = async () =>
  await room.store.reservations.held(null, { first: 100, olderThanSeconds: 0 });

describe('confirmReservations', () => {
  it('confirms those that are held, in one statement, and leaves the others', async () => {
    const [held, released, unknown] = [uuidV7(), uuidV7(), uuidV7()];
    await room.store.reservations.reserve(held, [{ sku: 'TEA', quantity: 1 }]);
    await room.store.reservations.release(released);
    const statements = await room.statementsOf(async () => {
      const { data } = await room.call(confirm, { orderIds: [held, released, unknown] });
      expect(data.confirmReservations).toBe(1);
    });
    expect(statements).toBe(1);
    expect(await heldOf()).toEqual([]);
    expect(await room.store.reservations.confirm([released, unknown])).toEqual([]);
  });

  it('never deadlocks with calls about the same orders, nor with their releases', async () => {
    for (let round = 0; round < 20; round += 1) {
      const orderIds = Array.from({ length: 6 }, () => uuidV7());
      for (const orderId of orderIds) {
        await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 1 }]);
      }
      const backwards = orderIds.toReversed();
      await Promise.all([
        room.store.reservations.confirm(orderIds),
        room.store.reservations.confirm(backwards),
        ...backwards.map((orderId) => room.store.reservations.release(orderId)),
      ]);
    }
    expect(await room.levels('TEA')).toEqual({ BER: [50, 0] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('refuses too many orders, and ids that are none', async () => {
    const many = Array.from({ length: 1_001 }, () => uuidV7());
    for (const orderIds of [many, ['x']]) {
      expect((await room.call(confirm, { orderIds })).codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});
