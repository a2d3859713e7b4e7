import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, type StockRoom, stockRoom } from '../testing/stock-room';

let room: StockRoom;
beforeAll(async () => {
  room = await stockRoom();
});
afterAll(() => room.close());
beforeEach(async () => {
  await room.pool.query(
    'TRUNCATE products, warehouses, stock_levels, stock_movements, reservations, allocations CASCADE',
  );
  await room.given('Tea', { stock: { BER: 5, HAM: 2 } });
  await room.given('BARE');
  await room.given('ZINC', { stock: { BER: 1 } });
});

const stock = `query ($after: ID, $first: Int!) { stockFacts(after: $after, first: $first) {
  lastSku levels { sku warehouse onHand reserved movedOnHand movedReserved allocated } } }`;
const reservations = `query ($orderIds: [ID!]!) {
  reservationFacts(orderIds: $orderIds) { orderId state held { sku quantity } } }`;
const reserved = `query ($after: ID, $first: Int!, $seconds: Int!) {
  reservedOrders(after: $after, first: $first, olderThanSeconds: $seconds) }`;

describe('the facts of the stock', () => {
  it('return the sums of the movements and reservations of each level', async () => {
    await room.store.reservations.reserve(uuidV7(), [{ sku: 'TEA', quantity: 6 }], 900);
    const { data } = await room.call(stock, { first: 10 });
    expect(data.stockFacts.lastSku).toBe('ZINC');
    const [ber, ham, zinc] = data.stockFacts.levels;
    expect(zinc).toMatchObject({ sku: 'ZINC', warehouse: 'BER', onHand: 1, reserved: 0 });
    for (const level of [ber, ham]) {
      expect(level).toMatchObject({
        sku: 'Tea',
        movedOnHand: `${level.onHand}`,
        movedReserved: `${level.reserved}`,
        allocated: `${level.reserved}`,
      });
    }
    expect(ber.reserved + ham.reserved).toBe(6);
  });

  it('come product by product, also past those without stock', async () => {
    const pages = [];
    for (let after: string | null = null; ; ) {
      const { data } = await room.call(stock, { after, first: 1 });
      pages.push(data.stockFacts);
      after = data.stockFacts.lastSku;
      if (after === null) break;
    }
    expect(pages.map(({ lastSku, levels }) => [lastSku, levels.length])).toEqual([
      ['BARE', 0],
      ['Tea', 2],
      ['ZINC', 1],
      [null, 0],
    ]);
  });

  it('know of movements at a warehouse that has no stock of it', async () => {
    await room.pool.query(
      `INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind)
       VALUES ('BARE', 'BER', 3, 0, 'RECEIVED')`,
    );
    const { data } = await room.call(stock, { first: 1 });
    expect(data.stockFacts.levels).toMatchObject([{ sku: 'BARE', onHand: 0, movedOnHand: '3' }]);
  });
});

describe('the facts of the reservations', () => {
  it('tell the state and what is held, by SKU over all warehouses', async () => {
    const [order, tombstone] = [uuidV7(), uuidV7()];
    await room.store.reservations.reserve(order, [{ sku: 'tea', quantity: 6 }], 900);
    await room.store.reservations.release(tombstone);
    const orderIds = [order, tombstone, uuidV7(), 'no id'];
    const { data } = await room.call(reservations, { orderIds });
    expect(data.reservationFacts).toHaveLength(2);
    expect(data.reservationFacts).toContainEqual({
      orderId: order,
      state: 'HELD',
      held: [{ sku: 'Tea', quantity: 6 }],
    });
    expect(data.reservationFacts).toContainEqual({
      orderId: tombstone,
      state: 'RELEASED',
      held: [],
    });
  });

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
});

it('refuses people, pages without a bound and cursors that are none', async () => {
  for (const [query, variables] of [
    [stock, { first: 1 }],
    [reservations, { orderIds: [] }],
    [reserved, { first: 1, seconds: 0 }],
  ] as const) {
    expect((await room.callAs(person('ADMIN'), query, variables)).codes).toEqual(['FORBIDDEN']);
  }
  for (const [query, variables] of [
    [stock, { first: 0 }],
    [stock, { first: 501 }],
    [stock, { first: 1, after: '\u0000' }],
    [reserved, { first: 1, seconds: -1 }],
    [reserved, { first: 1, seconds: 0, after: 'x' }],
    [reservations, { orderIds: Array.from({ length: 1_001 }, () => uuidV7()) }],
  ] as const) {
    expect((await room.call(query, variables)).codes).toEqual(['BAD_USER_INPUT']);
  }
});
