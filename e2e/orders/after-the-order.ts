import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  CancelOrder,
  DeliverOrder,
  OrderAfterwards,
  RefundOrder,
  type RefundOrderInput,
  ReviewOrder,
  ShipOrder,
  type ShipOrderInput,
  Stock,
} from '../../client/src/generated/operations';
import { demoClient } from '../harness/demo-client';
import { placedOrder } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
const decimal = (minor: bigint): string =>
  `${minor / 100n}.${(minor % 100n).toString().padStart(2, '0')}`;

/** Reviews, refunds, addresses and partial shipments. */
export function followUpOrders(shop: Shop): void {
  const customer = demoClient(shop, 'customer');
  const support = demoClient(shop, 'support');
  const warehouse = demoClient(shop, 'warehouse');

  const place = (lines: [string, number][], token?: string) => placedOrder(customer, lines, token);

  async function ship(orderId: string, more: Partial<ShipOrderInput> = {}) {
    const input = {
      orderId,
      carrier: 'DHL',
      trackingCode: 'JD014600003',
      idempotencyKey: randomUUID(),
      ...more,
    };
    const { shipOrder } = await warehouse.run(ShipOrder, { input });
    if (shipOrder?.__typename !== 'Order') throw new Error(JSON.stringify(shipOrder));
    return shipOrder;
  }

  async function refund(orderId: string, amount: string, more: Partial<RefundOrderInput> = {}) {
    const input = { orderId, amount, reason: 'broken', idempotencyKey: randomUUID(), ...more };
    return (await support.run(RefundOrder, { input })).refundOrder;
  }

  async function afterwards(id: string) {
    const { order } = await support.run(OrderAfterwards, { id });
    if (!order) throw new Error(`there is no order ${id}`);
    return order;
  }

  async function onHand(sku: string): Promise<Record<string, number>> {
    const { product } = await warehouse.run(Stock, { sku });
    const levels = product?.stock ?? [];
    return Object.fromEntries(levels.map((level) => [level.warehouse.code, level.onHand]));
  }

  const ledgerOf = async (id: string) =>
    (await shop.ledgerOf(id)).map(({ kind, amount }) => `${kind} ${amount}`);

  describe('a review', () => {
    test('rejects an order: its stock is back at once, its money soon', async () => {
      const { product: before } = await warehouse.run(Stock, { sku: 'DEMO-0021' });
      const { id, total } = await place([['DEMO-0021', 3]], 'tok_review');
      const { reviewOrder } = await support.run(ReviewOrder, {
        id,
        approve: false,
        note: 'stolen card',
      });
      expect(reviewOrder).toMatchObject({ status: 'REJECTED' });
      const { product } = await warehouse.run(Stock, { sku: 'DEMO-0021' });
      expect(product?.available).toBe(before?.available);
      await eventually('the void', async () => (await ledgerOf(id)).length === 2);
      expect(await ledgerOf(id)).toEqual([`authorization ${total.amount}`, `void ${total.amount}`]);
    });
  });

  describe('refunds', () => {
    test('give back in parts what was captured, and put units on hand again', async () => {
      const { id, total } = await place([['DEMO-0022', 2]]);
      expect(await refund(id, '1.00')).toMatchObject({ code: 'ORDER_STATE' });
      const shelves = await onHand('DEMO-0022');
      await ship(id);
      await eventually('the capture', async () => (await ledgerOf(id)).length === 2);

      const key = { idempotencyKey: randomUUID() };
      const lines = [{ sku: 'DEMO-0022', quantity: 1, restock: true }];
      const first = await refund(id, '1.00', { ...key, lines });
      expect(first).toMatchObject({
        payment: { status: 'PARTIALLY_REFUNDED', refunded: { amount: '1.00' } },
        refunds: [{ status: 'SUCCEEDED', lines: [{ quantity: 1, restocked: true }] }],
      });
      const again = await refund(id, '1.00', { ...key, lines });
      expect(again).toMatchObject({ refunds: [{ status: 'SUCCEEDED' }] });
      const units = (levels: Record<string, number>) =>
        Object.values(levels).reduce((sum, count) => sum + count, 0);
      expect(units(await onHand('DEMO-0022'))).toBe(units(shelves) - 1);

      expect(await refund(id, total.amount)).toMatchObject({
        code: 'REFUND_TOO_LARGE',
        refundable: { amount: decimal(cents(total.amount) - 100n) },
      });
      const rest = decimal(cents(total.amount) - 100n);
      expect(await refund(id, rest)).toMatchObject({ payment: { status: 'REFUNDED' } });
      expect(await ledgerOf(id)).toEqual([
        `authorization ${total.amount}`,
        `capture ${total.amount}`,
        'refund 1.00',
        `refund ${rest}`,
      ]);
      expect((await afterwards(id)).lines).toMatchObject([{ returnedQuantity: 1 }]);
    });
  });

  describe('partial shipments', () => {
    test('capture in parts that add up to the total, from one warehouse after the other', async () => {
      const shelves = await onHand('DEMO-0024');
      const [first = 0] = Object.values(shelves);
      // The order takes more than one warehouse has, so that at least two take part.
      const { id, total } = await place([
        ['DEMO-0024', first + 3],
        ['DEMO-0025', 1],
      ]);
      await ship(id, { lines: [{ sku: 'DEMO-0025', quantity: 1 }] });
      await ship(id, { lines: [{ sku: 'DEMO-0024', quantity: 2 }] });
      expect((await ship(id)).status).toBe('SHIPPED');
      await eventually('all captures', async () => (await ledgerOf(id)).length === 4);
      const amounts = (await shop.ledgerOf(id))
        .filter(({ kind }) => kind === 'capture')
        .map(({ amount }) => cents(amount));
      expect(amounts).toHaveLength(3);
      expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(cents(total.amount));
      const { shipments, payment } = await afterwards(id);
      expect(new Set(shipments.map((one) => one.warehouse?.code)).size).toBeGreaterThan(1);
      expect(payment.status).toBe('CAPTURED');
    });

    test('of which the rest is cancelled leave what was shipped, and void what was not', async () => {
      const { product: before } = await warehouse.run(Stock, { sku: 'DEMO-0026' });
      const { id, total } = await place([['DEMO-0026', 3]]);
      await ship(id, { lines: [{ sku: 'DEMO-0026', quantity: 1 }] });
      const reason = 'no more of them';
      const own = await customer.run(CancelOrder, { id, reason });
      expect(own.cancelOrder).toMatchObject({ code: 'ORDER_STATE' });
      const { cancelOrder } = await support.run(CancelOrder, { id, reason });
      expect(cancelOrder).toMatchObject({ status: 'SHIPPED' });
      const { product } = await warehouse.run(Stock, { sku: 'DEMO-0026' });
      expect(product?.available).toBe((before?.available ?? 0) - 1);
      await eventually('the void', async () => (await ledgerOf(id)).length === 3);
      const [, captured, voided] = await shop.ledgerOf(id);
      expect([captured?.kind, voided?.kind]).toEqual(['capture', 'void']);
      expect(cents(captured?.amount ?? '') + cents(voided?.amount ?? '')).toBe(cents(total.amount));
      expect((await afterwards(id)).lines).toMatchObject([
        { quantity: 3, shippedQuantity: 1, cancelledQuantity: 2 },
      ]);
      const { deliverOrder } = await warehouse.run(DeliverOrder, { id });
      expect(deliverOrder).toMatchObject({ status: 'DELIVERED' });
    });
  });
}
