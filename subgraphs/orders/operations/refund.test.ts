import { expect, test } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, readingRoomForFile } from '../testing/reading-room';

const room = readingRoomForFile();

async function refunded(orderId: string, seq: number, restock: 'DONE' | 'PENDING'): Promise<void> {
  const id = uuidV7();
  await room.pool.query(
    `INSERT INTO effects (order_id, kind, seq, state, input)
     VALUES ($1, 'REFUND', $2, 'DONE', '{}'), ($1, 'RESTOCK', $2, $3, '{}')`,
    [orderId, seq, restock],
  );
  await room.pool.query(
    `INSERT INTO refunds (id, order_id, seq, amount_minor, reason) VALUES ($1, $2, $3, 100, 'R')`,
    [id, orderId, seq],
  );
  await room.pool.query(
    `INSERT INTO return_lines (refund_id, position, sku, quantity, restock)
     VALUES ($1, 2, 'A-1', $2, true), ($1, 1, 'Z-1', $2, false)`,
    [id, seq],
  );
}

test('each refund has its own lines in their order, restocked once inventory has them', async () => {
  const [first, second] = [await room.place({}), await room.place({})];
  await refunded(first.id, 1, 'DONE');
  await refunded(first.id, 2, 'PENDING');
  await refunded(second.id, 3, 'DONE');
  const refunds = 'refunds { amount { amount } lines { sku quantity restocked } }';
  const { data, codes } = await room.ask(
    person(uuidV7(), 'SUPPORT'),
    `{ first: order(id: "${first.id}") { ${refunds} }
       second: order(id: "${second.id}") { ${refunds} } }`,
  );
  expect(codes).toEqual([]);
  const of = (quantity: number, restocked: boolean) => ({
    amount: { amount: '1.00' },
    lines: [
      { sku: 'Z-1', quantity, restocked: false },
      { sku: 'A-1', quantity, restocked },
    ],
  });
  expect(data.first.refunds).toEqual([of(1, true), of(2, false)]);
  expect(data.second.refunds).toEqual([of(3, true)]);
});
