import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AnswerBudget } from '../../platform/graphql/answer-budget';
import { AnswerSlot } from '../../platform/graphql/answer-slot';
import { uuidV7 } from '../../platform/values/uuid';
import { ordersLoaders } from './loaders';
import { everyOrder } from './testing/every-order';
import { person, readingRoomForFile } from './testing/reading-room';

const room = readingRoomForFile();

describe('the loaders of orders', () => {
  it('read the lines again once the order was written, and only then', async () => {
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
    const page = { first: 1, after: null };
    const pending = { ...everyOrder, status: ['PENDING' as const] };
    const statements = await room.statementsOf(async () => {
      const pages = await Promise.all([
        pageByOwner.load({ ownerId: ada.customerId, query: everyOrder, page }),
        pageByOwner.load({ ownerId: eve.customerId, query: everyOrder, page }),
        pageByOwner.load({ ownerId: ada.customerId, query: pending, page }),
        pageByOwner.load({ ownerId: eve.customerId, query: pending, page }),
      ]);
      const ids = pages.map(({ rows }) => rows.map(({ id }) => id));
      expect(ids).toEqual([[ada.id], [eve.id], [], [eve.id]]);
    });
    expect(statements).toBe(2);
  });
});

/** Orders of one customer, each with as many lines, all of which are shipped and returned. */
async function largeOrders(orders: number, lines: number): Promise<string> {
  const customerId = uuidV7();
  const skus = Array.from({ length: lines }, (_, index) => `L-${index}`);
  for (let count = 0; count < orders; count += 1) {
    const { id } = await room.place({ customerId, skus });
    const [shipment, refund] = [uuidV7(), uuidV7()];
    await room.pool.query(
      `INSERT INTO shipments (id, order_id, warehouse, carrier, tracking_code)
       VALUES ($1, $2, 'BER', 'DHL', 'JD')`,
      [shipment, id],
    );
    await room.pool.query(
      `INSERT INTO shipment_lines (shipment_id, sku, quantity)
       SELECT $1, unnest($2::text[]), 1`,
      [shipment, skus],
    );
    await room.pool.query(
      `INSERT INTO effects (order_id, kind, seq, state, input) VALUES ($1, 'REFUND', 1, 'DONE', '{}')`,
      [id],
    );
    await room.pool.query(
      `INSERT INTO refunds (id, order_id, seq, amount_minor, reason) VALUES ($1, $2, 1, 1, 'R')`,
      [refund, id],
    );
    await room.pool.query(
      `INSERT INTO return_lines (refund_id, position, sku, quantity, restock)
       SELECT $1, number, sku, 1, false FROM unnest($2::text[]) WITH ORDINALITY AS l (sku, number)`,
      [refund, skus],
    );
  }
  return customerId;
}

describe('an answer with a limit', () => {
  const staff = person(uuidV7(), 'ADMIN');
  let customerId: string;
  beforeAll(async () => {
    customerId = await largeOrders(5, 40);
    room.answerLimits.answerObjects = 100;
  });

  it.each([
    ['lines', 'lines { sku }', 101],
    ['shipmentLines', 'shipments { lines { sku } }', 96],
    ['returnLines', 'refunds { lines { sku } }', 96],
  ] as const)('reads no more rows of %s than it may hold', async (read, field, rows) => {
    const reading = vi.spyOn(room.reads, read);
    const query = `{ orders(filter: {customerId: "${customerId}"}) { edges { node { ${field} } } } }`;
    expect(await room.ask(staff, query)).toEqual({ data: null, codes: ['OPERATION_TOO_COMPLEX'] });
    expect(reading.mock.settledResults.map(({ value }) => value.length)).toEqual([rows]);
    reading.mockRestore();
  });

  it('reads no lines for fields that do not ask for them', async () => {
    const query = `{ orders(filter: {customerId: "${customerId}"}) { edges { node {
      shipments { id carrier } refunds { id amount { amount } } } } } }`;
    const { data, codes } = await room.ask(staff, query);
    expect(codes).toEqual([]);
    expect(data.orders.edges).toHaveLength(5);
  });

  it('never reads more than the budget in several reads', async () => {
    const read: number[] = [];
    let spent = 0;
    const limits = { answerObjects: 100, answerBytes: 1_000 };
    const slot = new AnswerSlot(new AbortController().signal);
    const budget = new AnswerBudget(limits, slot, () => {
      spent += 1;
    });
    const rows = (count: number) => async (rowsMax: number) => {
      read.push(rowsMax);
      return Array.from({ length: Math.min(count, rowsMax) }, () => 1);
    };
    expect(await budget.rows(rows(60))).toHaveLength(60);
    expect(await budget.rows(rows(40))).toHaveLength(40);
    void budget.rows(rows(500));
    await expect.poll(() => spent).toBe(1);
    void budget.rows(rows(500));
    expect(read).toEqual([101, 41, 1]);
    slot.release();
  });
});
