import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { anonymous, keyOf, person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
const orderId = uuidV7();
beforeAll(async () => {
  await room.given('TEA', { stock: { BER: 5, HAM: 5 } });
  await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 7 }]);
});

const entity = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Order { id allocations { sku quantity warehouse { code } } }
  }
}`;
const representations = [orderId, uuidV7(), 'nonsense'].map((id) => ({ __typename: 'Order', id }));

describe('the allocations of an order', () => {
  it('tell staff what is held where', async () => {
    const { data, codes } = await room.ask(person('SUPPORT'), entity, { representations });
    expect(codes).toEqual([]);
    const [order, unknown, nonsense] = data._entities;
    expect(order.allocations).toEqual([
      { sku: 'TEA', quantity: 5, warehouse: { code: 'BER' } },
      { sku: 'TEA', quantity: 2, warehouse: { code: 'HAM' } },
    ]);
    expect(unknown.allocations).toEqual([]);
    expect(nonsense).toBeNull();
  });

  it('are null for everyone else, without an error', async () => {
    for (const viewer of [
      anonymous,
      person('CUSTOMER', 'PARTNER'),
      keyOf('ADMIN', 'ORDERS_READ'),
    ]) {
      const { data, codes } = await room.ask(viewer, entity, { representations });
      expect([data._entities[0], codes]).toEqual([{ id: orderId, allocations: null }, []]);
    }
  });

  it('cost two statements for all orders, one of them for the warehouses', async () => {
    const ask = () => room.ask(person('ADMIN'), entity, { representations });
    expect(await room.statementsOf(ask)).toBe(2);
  });
});
