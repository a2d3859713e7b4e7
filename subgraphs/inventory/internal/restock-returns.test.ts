import { beforeAll, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { stockRoomForFile } from '../testing/stock-room';

const restock = `mutation ($key: String!, $orderId: ID!, $lines: [ReturnedStockInput!]!) {
  restockReturns(key: $key, orderId: $orderId, lines: $lines) }`;

const room = stockRoomForFile();
const orderId = uuidV7();
beforeAll(async () => {
  await room.given('Tea', { stock: { BER: 5 } });
  await room.given('Cup', { stock: { HAM: 1 } });
});

const lines = [
  { sku: 'TEA', quantity: 2, warehouse: 'BER' },
  { sku: 'Cup', quantity: 1, warehouse: 'BER' },
];

it('puts units on hand once per key, also where the warehouse had none before', async () => {
  const variables = { key: 'order-1-restock-1', orderId, lines };
  const answers = await Promise.all(Array.from({ length: 4 }, () => room.call(restock, variables)));
  for (const { data } of answers) expect(data.restockReturns).toBe(true);
  expect(await room.levels('Tea')).toEqual({ BER: [7, 0] });
  expect(await room.levels('Cup')).toEqual({ BER: [1, 0], HAM: [1, 0] });
  const { rows } = await room.pool.query(
    `SELECT sku, on_hand_delta, kind, reference FROM stock_movements WHERE kind = 'RETURNED'
      ORDER BY id`,
  );
  expect(rows).toEqual([
    { sku: 'Tea', on_hand_delta: 2, kind: 'RETURNED', reference: orderId },
    { sku: 'Cup', on_hand_delta: 1, kind: 'RETURNED', reference: orderId },
  ]);
  expect(await room.imbalances()).toEqual([]);
});

it('refuses the key with other lines, and what it does not know, and then adds nothing', async () => {
  const before = await room.levels('Tea');
  const [tea] = lines;
  for (const given of [
    { key: 'order-1-restock-1', lines: [tea] },
    { key: 'order-1-restock-2', lines: [tea, { ...tea, warehouse: 'NOWHERE' }] },
    { key: 'order-1-restock-3', lines: [tea, { ...tea, sku: 'NOTHING' }] },
    { key: 'order-1-restock-4', lines: [{ ...tea, quantity: 0 }] },
    { key: 'order-1-restock-5', lines: [] },
  ]) {
    expect((await room.call(restock, { orderId, ...given })).codes).toEqual(['BAD_USER_INPUT']);
  }
  expect(await room.levels('Tea')).toEqual(before);
});

it('refuses units beyond what a level has, and takes them under the same key once there is room', async () => {
  const given = { key: 'order-2-restock-1', orderId, lines: [{ ...lines[1], quantity: 2 }] };
  const onHand = (units: number) =>
    room.pool.query(
      `UPDATE stock_levels SET on_hand = $1 WHERE sku = 'Cup' AND warehouse = 'BER'`,
      [units],
    );
  await onHand(999_999_999);
  expect((await room.call(restock, given)).codes).toEqual(['BAD_USER_INPUT']);
  await onHand(999_999_998);
  expect((await room.call(restock, given)).data.restockReturns).toBe(true);
  expect(await room.levels('Cup')).toMatchObject({ BER: [1_000_000_000, 0] });
});
