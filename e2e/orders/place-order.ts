import { describe, expect, test } from 'vitest';
import {
  CancelOrder,
  DeliverOrder,
  Order,
  OrderByNumber,
  PlaceOrder,
  Product,
  Quote,
  ShipOrder,
} from '../../client/src/generated/operations';
import { formOf } from '../../payments/testing/press-button';
import { demoClient } from '../harness/demo-client';
import { orderOf, placedOrder } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';

/** Orders from the quote to the delivery. */
export function placeOrders(shop: Shop): void {
  const customer = demoClient(shop, 'customer');
  const warehouse = demoClient(shop, 'warehouse');

  /** The warehouse reads it, because staff gets no kept answer. */
  async function available(sku: string): Promise<number> {
    const { product } = await warehouse.run(Product, { sku });
    if (!product) throw new Error(`there is no ${sku}`);
    return product.available;
  }

  const place = (...order: Parameters<typeof orderOf>) => placedOrder(customer, ...order);

  const kinds = (lines: readonly { kind: string }[]) => lines.map((line) => line.kind);

  describe('placing an order', () => {
    test('costs what the quote said, reserves the units and authorises the amount once', async () => {
      const lines: [string, number][] = [
        ['DEMO-0001', 2],
        ['DEMO-0002', 1],
      ];
      const before = await available('DEMO-0001');
      const { quote } = await shop.client.run(Quote, {
        currency: 'EUR',
        country: 'DE',
        lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
      });
      if (quote?.__typename !== 'Quote') throw new Error('there was no quote');

      const order = await place(lines, 'tok_ok', { expectedTotal: quote.total.amount });

      expect(order).toMatchObject({ status: 'CONFIRMED', total: quote.total });
      expect(order.payment).toMatchObject({ status: 'AUTHORIZED', brand: 'visa', last4: '4242' });
      expect(await available('DEMO-0001')).toBe(before - 2);
      expect(await shop.ledgerOf(order.id)).toMatchObject([
        { kind: 'authorization', amount: quote.total.amount, currency: 'EUR' },
      ]);
    });

    test('is read back over all three subgraphs, by id and by number', async () => {
      const placed = await place([['demo-0003', 1]], 'tok_ok');
      const { order } = await customer.run(Order, { id: placed.id });
      expect(order).toMatchObject({
        number: placed.number,
        customer: { email: 'customer@example.com' },
        lines: [{ sku: 'DEMO-0003', quantity: 1, product: { sku: 'DEMO-0003' } }],
      });
      expect(order?.timeline.map((event) => event.type)).toEqual([
        'order.placed',
        'order.confirmed',
      ]);
      const { orderByNumber } = await customer.run(OrderByNumber, {
        number: placed.number,
      });
      expect(orderByNumber?.id).toBe(placed.id);
    });

    test('with a declined card gives the units back and stays readable as REJECTED', async () => {
      const before = await available('DEMO-0004');
      const declined = orderOf([['DEMO-0004', 3]], 'tok_declined');
      const { placeOrder } = await customer.run(PlaceOrder, declined);
      if (placeOrder?.__typename !== 'PaymentDeclinedError') throw new Error('it was not declined');
      expect(placeOrder).toMatchObject({ code: 'PAYMENT_DECLINED', declineCode: 'card_declined' });
      expect(placeOrder.order).toMatchObject({
        status: 'REJECTED',
        statusReason: 'payment_declined',
      });
      expect(await available('DEMO-0004')).toBe(before);
      expect(await shop.ledgerOf(placeOrder.order?.id ?? 'none')).toEqual([]);

      const again = await customer.run(PlaceOrder, declined);
      expect(again.placeOrder).toEqual(placeOrder);
    });

    test('of more than there is names what is short and charges nothing', async () => {
      const { placeOrder } = await customer.run(
        PlaceOrder,
        orderOf([['DEMO-0005', 99_999]], 'tok_ok'),
      );
      if (placeOrder?.__typename !== 'InsufficientStockError') throw new Error('it was not short');
      expect(placeOrder.shortages).toMatchObject([
        { sku: 'DEMO-0005', requested: 99_999, available: await available('DEMO-0005') },
      ]);
      expect(placeOrder.order).toMatchObject({ status: 'REJECTED', statusReason: 'out_of_stock' });
      expect(await shop.ledgerOf(placeOrder.order?.id ?? 'none')).toEqual([]);
    });

    test('with the same key, five times at once, is one order and one authorisation', async () => {
      const same = orderOf([['DEMO-0006', 1]], 'tok_ok');
      const before = await available('DEMO-0006');
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => customer.run(PlaceOrder, same)),
      );
      const ids = answers.map(({ placeOrder }) =>
        placeOrder?.__typename === 'Order' ? placeOrder.id : placeOrder,
      );
      expect(new Set(ids).size).toBe(1);
      expect(await available('DEMO-0006')).toBe(before - 1);
      expect(kinds(await shop.ledgerOf(String(ids[0])))).toEqual(['authorization']);

      const { placeOrder } = await customer.run(PlaceOrder, {
        input: { ...same.input, note: 'another one' },
      });
      expect(placeOrder).toMatchObject({
        __typename: 'IdempotencyKeyReusedError',
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    });
  });

  describe('3-D Secure', () => {
    const returnUrl = 'http://localhost:5173/checkout?cart=7#done';
    const payment = { token: 'tok_action', returnUrl };

    async function pageOf(id: string): Promise<string> {
      const { data } = await customer.post({
        query: 'query ($id: ID!) { order(id: $id) { payment { nextAction { redirectUrl } } } }',
        variables: { id },
      });
      const { order } = data as { order: { payment: { nextAction: { redirectUrl: string } } } };
      return order.payment.nextAction.redirectUrl;
    }

    test.each([
      ['Authorise', 'CONFIRMED', ['authorization']],
      ['Decline', 'REJECTED', []],
    ])('%s leads back to the app, and the order is %s', async (button, status, ledger) => {
      const { id } = await place([['DEMO-0011', 1]], '', { payment });
      const form = await formOf(await pageOf(id), button);
      for (let clicks = 0; clicks < 2; clicks += 1) {
        const pressed = await fetch(form, { method: 'POST', redirect: 'manual' });
        expect([pressed.status, pressed.headers.get('location')]).toEqual([
          303,
          `http://localhost:5173/checkout?cart=7&orderId=${id}#done`,
        ]);
      }
      await eventually(status, async () => {
        const { order } = await customer.run(Order, { id });
        return order?.status === status;
      });
      expect(kinds(await shop.ledgerOf(id))).toEqual(ledger);
    });
  });

  describe('after the order', () => {
    test('cancelling gives the units back at once, and the authorisation soon', async () => {
      const before = await available('DEMO-0008');
      const { id } = await place([['DEMO-0008', 4]], 'tok_ok');
      const { cancelOrder } = await customer.run(CancelOrder, {
        id,
        reason: 'found cheaper',
      });
      expect(cancelOrder).toMatchObject({
        status: 'CANCELLED',
        statusReason: 'cancelled_by_customer',
      });
      expect(await available('DEMO-0008')).toBe(before);
      const ledger = await eventually('the void', async () => {
        const lines = await shop.ledgerOf(id);
        return lines.length === 2 && lines;
      });
      expect(kinds(ledger)).toEqual(['authorization', 'void']);

      const again = await customer.run(CancelOrder, { id, reason: 'found cheaper' });
      expect(again.cancelOrder).toMatchObject({ __typename: 'Order', status: 'CANCELLED' });
    });

    test('shipping takes the money, delivering ends it, and neither can be cancelled', async () => {
      const { id, total } = await place([['DEMO-0009', 1]], 'tok_ok');
      const input = {
        orderId: id,
        carrier: 'DHL',
        trackingCode: 'JD014600003',
        idempotencyKey: `ship-${id}`,
      };
      const { shipOrder } = await warehouse.run(ShipOrder, { input });
      expect(shipOrder).toMatchObject({ status: 'SHIPPED' });
      const again = await warehouse.run(ShipOrder, { input });
      expect(again.shipOrder).toMatchObject({ __typename: 'Order', status: 'SHIPPED' });

      const ledger = await eventually('the capture', async () => {
        const lines = await shop.ledgerOf(id);
        return lines.length === 2 && lines;
      });
      expect(ledger[1]).toMatchObject({ kind: 'capture', amount: total.amount });

      const { cancelOrder } = await customer.run(CancelOrder, { id, reason: 'too late' });
      expect(cancelOrder).toMatchObject({ code: 'ORDER_STATE', orderStatus: 'SHIPPED' });

      const { deliverOrder } = await warehouse.run(DeliverOrder, { id });
      expect(deliverOrder).toMatchObject({ status: 'DELIVERED' });
      const { order } = await customer.run(Order, { id });
      expect(order?.shipments).toMatchObject([{ carrier: 'DHL', warehouse: null }]);
      expect(order?.payment.status).toBe('CAPTURED');
    });
  });
}
