import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordersLoaders } from './loaders';
import { type ReadingRoom, readingRoom } from './testing/reading-room';

let room: ReadingRoom;
beforeAll(async () => {
  room = await readingRoom();
});
afterAll(() => room.drop());

describe('the loaders of orders', () => {
  it('read the lines anew once the order was written, and only then', async () => {
    const { linesByOrder } = ordersLoaders(room.store);
    const order = await room.place({});
    const [line] = await linesByOrder.load(order);
    await room.prisma.orderLine.updateMany({
      where: { orderId: order.id },
      data: { shippedQuantity: 1 },
    });
    expect(await linesByOrder.load(order)).toEqual([line]);
    const written = { ...order, epoch: order.epoch + 1 };
    expect(await linesByOrder.load(written)).toEqual([{ ...line, shippedQuantity: 1 }]);
  });

  it('read pages with the same arguments together, and others apart', async () => {
    const { pageByOwner } = ordersLoaders(room.store);
    const [ada, eve] = [await room.place({}), await room.place({ status: 'PENDING' })];
    const query = {
      ownerId: null,
      customerId: null,
      status: null,
      placedFrom: null,
      placedTo: null,
      number: null,
      search: null,
      needsAttention: null,
    };
    const page = { first: 1, after: null };
    const pending = { ...query, status: ['PENDING' as const] };
    const statements = await room.statementsOf(async () => {
      const pages = await Promise.all([
        pageByOwner.load({ ownerId: ada.customerId, query, page }),
        pageByOwner.load({ ownerId: eve.customerId, query, page }),
        pageByOwner.load({ ownerId: ada.customerId, query: pending, page }),
        pageByOwner.load({ ownerId: eve.customerId, query: pending, page }),
      ]);
      const ids = pages.map((orders) => orders.map(({ id }) => id));
      expect(ids).toEqual([[ada.id], [eve.id], [], [eve.id]]);
    });
    expect(statements).toBe(2);
  });
});
