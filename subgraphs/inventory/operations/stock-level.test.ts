import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeAll(async () => {
  await room.given('TEA', { stock: { BER: 5 } });
  await room.given('MUG', { stock: { BER: 5, HAM: 1 } });
  await room.store.reservations.reserve(uuidV7(), [{ sku: 'TEA', quantity: 2 }]);
});

const query = `{ products(sort: NAME_ASC) { edges { node { sku stock {
  onHand reserved available reorderPoint warehouse { code name country } } } } } }`;

describe('a stock level', () => {
  it('says what is on hand, reserved and left to promise, and where', async () => {
    const { data } = await room.ask(person('WAREHOUSE'), query);
    const warehouse = { code: 'BER', name: 'BER', country: 'DE' };
    expect(data.products.edges[1].node).toEqual({
      sku: 'TEA',
      stock: [{ onHand: 5, reserved: 2, available: 3, reorderPoint: 0, warehouse }],
    });
  });

  it('costs one statement for all products and one for their warehouses', async () => {
    const ask = () => room.ask(person('WAREHOUSE'), query);
    expect(await room.statementsOf(ask)).toBe(3);
  });
});
