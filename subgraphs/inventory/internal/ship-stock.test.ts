import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 5 }, priceMinor: 1250 } });

const ship = `mutation ($key: String!, $orderId: ID!, $lines: [StockLineInput!], $warehouse: ID) {
  shipStock(key: $key, orderId: $orderId, lines: $lines, warehouse: $warehouse) {
    parcels { warehouse lines { sku quantity } } shortages { sku requested available } } }`;

async function confirmedOrder(): Promise<string> {
  const orderId = uuidV7();
  await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 2 }]);
  await room.store.reservations.confirm([orderId]);
  return orderId;
}

describe('shipStock', () => {
  it('ships all that is held when no lines are given, in one statement', async () => {
    const orderId = await confirmedOrder();
    const statements = await room.statementsOf(async () => {
      const { data } = await room.call(ship, { key: 'order-1-ship-1', orderId });
      expect(data.shipStock).toEqual({
        parcels: [{ warehouse: 'BER', lines: [{ sku: 'Tea', quantity: 2 }] }],
        shortages: [],
      });
    });
    expect(statements).toBe(1);
    expect(await room.levels('TEA')).toEqual({ BER: [3, 0] });
  });

  it.each(['NOWHERE', 'Berlin Ost', '', '\u0000'])(
    'has nothing to ship in warehouse %j',
    async (warehouse) => {
      const orderId = await confirmedOrder();
      const lines = [{ sku: 'Tea', quantity: 2 }];
      const { data } = await room.call(ship, { key: `ship-${orderId}`, orderId, lines, warehouse });
      const shortages = [{ sku: 'Tea', requested: 2, available: 0 }];
      expect(data.shipStock).toEqual({ parcels: [], shortages });
    },
  );

  it.each([
    ['no key', { key: '' }],
    ['an order that is no uuid', { orderId: 'x' }],
    ['no lines in a list', { lines: [] }],
  ])('refuses %s', async (_, wrong) => {
    const { codes } = await room.call(ship, { key: 'k', orderId: uuidV7(), ...wrong });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});
