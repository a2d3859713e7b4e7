import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, readingRoomForFile } from '../testing/reading-room';

const ada = uuidV7();

const room = readingRoomForFile();

describe('a line of an order', () => {
  it('keeps name and price of the time of the order, in its currency', async () => {
    const { id } = await room.place({
      customerId: ada,
      currency: 'JPY',
      skus: [],
      lines: {
        create: {
          position: 1,
          sku: 'a-1',
          name: 'Lamp',
          quantity: 3,
          shippedQuantity: 2,
          cancelledQuantity: 1,
          returnedQuantity: 1,
          unitPriceMinor: 1_250n,
        },
      },
    });
    const { data } = await room.ask(
      person(ada),
      `query ($id: ID!) { order(id: $id) { lines { id sku name product { sku }
        quantity shippedQuantity cancelledQuantity returnedQuantity
        unitPrice { amount currency } total { amount currency } } } }`,
      { id },
    );
    expect(data.order.lines).toEqual([
      {
        id: `${id}.1`,
        sku: 'a-1',
        name: 'Lamp',
        product: { sku: 'a-1' },
        quantity: 3,
        shippedQuantity: 2,
        cancelledQuantity: 1,
        returnedQuantity: 1,
        unitPrice: { amount: '1250', currency: 'JPY' },
        total: { amount: '3750', currency: 'JPY' },
      },
    ]);
  });
});
