import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AdjustStock } from '../../client/src/generated/operations';
import { formOf, pressButton } from '../../payments/testing/press-button';
import { demoClient } from '../harness/demo-client';
import { orderFragment, run, type Seen } from '../harness/order-verbs';
import { orderOf } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';

/** What becomes of an order by its token, and what the provider did. */
const tokens: readonly [token: string, status: string, ledger: string[], declineCode?: string][] = [
  ['tok_ok', 'CONFIRMED', ['authorization']],
  ['tok_slow', 'CONFIRMED', ['authorization']],
  ['tok_async', 'CONFIRMED', ['authorization']],
  ['tok_flaky', 'CONFIRMED', ['authorization']],
  ['tok_lost_answer', 'CONFIRMED', ['authorization']],
  ['tok_review', 'IN_REVIEW', ['authorization']],
  ['tok_capture_fails', 'CONFIRMED', ['authorization']],
  ['tok_action', 'PENDING', []],
  ['tok_declined', 'REJECTED', [], 'card_declined'],
  ['tok_insufficient_funds', 'REJECTED', [], 'insufficient_funds'],
];

/** What holds for orders whatever their payment does, and however often a call is repeated. */
export function keepPromises(shop: Shop): void {
  const customer = demoClient(shop, 'customer');
  const support = demoClient(shop, 'support');
  const warehouse = demoClient(shop, 'warehouse');

  const sku = 'DEMO-0100';
  async function place(token = 'tok_ok', quantity = 1): Promise<Seen> {
    const answer = await run(customer, 'place', orderOf([[sku, quantity]], token));
    if (answer.__typename !== 'Order') throw new Error(JSON.stringify(answer));
    return answer;
  }

  const parcel = (orderId: string, more: object = {}) => ({
    input: { orderId, carrier: 'DHL', trackingCode: 'JD1', idempotencyKey: randomUUID(), ...more },
  });
  const money = (orderId: string, amount: string, more: object = {}) => ({
    input: { orderId, amount, reason: 'broken', idempotencyKey: randomUUID(), ...more },
  });

  const read = async (id: string): Promise<Seen> => {
    const query = `query ($id: ID!) { order(id: $id) { ...seen } } ${orderFragment}`;
    return ((await support.post({ query, variables: { id } })).data as { order: Seen }).order;
  };
  const ledgerOf = async (id: string) =>
    (await shop.ledgerOf(id)).map(({ kind, amount }) => `${kind} ${amount}`);
  const kindsOf = async (id: string) => (await shop.ledgerOf(id)).map(({ kind }) => kind);

  async function inTheEnd(id: string, status: string, ledger: string[]): Promise<void> {
    await eventually(`${id} ${status} with ${ledger}`, async () => {
      const kinds = await kindsOf(id);
      return (await read(id)).status === status && kinds.join() === ledger.join();
    });
  }

  async function shipped(token = 'tok_ok', quantity = 1): Promise<Seen> {
    const { id } = await place(token, quantity);
    await run(warehouse, 'ship', parcel(id));
    return eventually('the capture', async () => {
      const order = await read(id);
      return order.payment.status === 'CAPTURED' && order;
    });
  }

  describe('each token of the sandbox', () => {
    test.each(tokens)('%s leads to %s', async (token, status, ledger, declineCode) => {
      const answer = await run(customer, 'place', orderOf([[sku, 1]], token));
      expect(answer.declineCode).toBe(declineCode);
      const { id } = answer.order ?? answer;
      await inTheEnd(id, status, ledger);
      const amounts = (await shop.ledgerOf(id)).map(({ amount }) => amount);
      expect(amounts).toEqual(ledger.map(() => (answer.order ?? answer).total.amount));
    });

    test('tok_action is authorised by the page that the buyer is sent to', async () => {
      const { id, status, payment } = await place('tok_action');
      expect({ status, isAsked: payment.nextAction !== null }).toEqual({
        status: 'PENDING',
        isAsked: true,
      });
      const pressed = await pressButton(payment.nextAction?.redirectUrl ?? '', 'Authorise');
      expect(pressed.status).toBe(303);
      await inTheEnd(id, 'CONFIRMED', ['authorization']);
      expect((await read(id)).payment.nextAction).toBeNull();
    });

    test('tok_capture_fails is captured by the second attempt, once', async () => {
      const { id, total } = await shipped('tok_capture_fails');
      expect(await ledgerOf(id)).toEqual([
        `authorization ${total.amount}`,
        `capture ${total.amount}`,
      ]);
    });
  });

  describe('an idempotency key', () => {
    test('ships once, also five times at the same moment', async () => {
      const { id } = await place('tok_ok', 2);
      const same = parcel(id, { lines: [{ sku, quantity: 1 }] });
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => run(warehouse, 'ship', same)),
      );
      for (const answer of answers) {
        expect(answer).toMatchObject({ __typename: 'Order', status: 'PARTIALLY_SHIPPED' });
        expect(answer.shipments).toHaveLength(1);
      }
      await inTheEnd(id, 'PARTIALLY_SHIPPED', ['authorization', 'capture']);
      const other = { input: { ...same.input, carrier: 'UPS' } };
      expect((await run(warehouse, 'ship', other)).code).toBe('IDEMPOTENCY_KEY_REUSED');
    });

    test('refunds once, also five times at the same moment', async () => {
      const { id } = await shipped();
      const same = money(id, '0.50');
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => run(support, 'refund', same)),
      );
      for (const answer of answers) expect(answer.__typename).toBe('Order');
      await inTheEnd(id, 'SHIPPED', ['authorization', 'capture', 'refund']);
      const other = { input: { ...same.input, amount: '0.51' } };
      expect((await run(support, 'refund', other)).code).toBe('IDEMPOTENCY_KEY_REUSED');
      expect((await run(support, 'refund', money(id, '0.50'))).__typename).toBe('Order');
      await inTheEnd(id, 'SHIPPED', ['authorization', 'capture', 'refund', 'refund']);
    });

    test('counts stock once, also five times at the same moment', async () => {
      const counted = { sku: 'DEMO-0101', warehouse: 'BER', delta: 3, reason: 'found' };
      const { data } = await warehouse.post({ query: '{ warehouses { code } }' });
      const [first] = (data as { warehouses: { code: string }[] }).warehouses;
      const line = { ...counted, warehouse: first?.code ?? '' };
      const onHandAfter = async (delta: number, idempotencyKey: string) => {
        const input = [{ ...line, delta }];
        const { adjustStock } = await warehouse.run(AdjustStock, { input, idempotencyKey });
        if (adjustStock?.__typename !== 'AdjustStockPayload') return adjustStock?.code;
        return adjustStock.levels[0]?.onHand;
      };
      const before = Number(await onHandAfter(1, randomUUID()));
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 5 }, () => onHandAfter(3, key)));
      expect(answers).toEqual(Array(5).fill(before + 3));
      expect(await onHandAfter(4, key)).toBe('IDEMPOTENCY_KEY_REUSED');
    });

    test('is not used up by an input that was refused', async () => {
      const idempotencyKey = randomUUID();
      const refused = [
        orderOf([], 'tok_ok', { idempotencyKey }),
        orderOf([['NO-SUCH-THING', 1]], 'tok_ok', { idempotencyKey }),
        orderOf([[sku, 1]], 'tok_ok', { idempotencyKey, expectedTotal: '0.01' }),
      ];
      const codes = [];
      for (const input of refused) codes.push((await run(customer, 'place', input)).code);
      expect(codes).toEqual(['VALIDATION', 'UNKNOWN_PRODUCT', 'PRICE_CHANGED']);
      const { id } = await run(
        customer,
        'place',
        orderOf([[sku, 1]], 'tok_ok', { idempotencyKey }),
      );

      const early = money(id, '1.00', { idempotencyKey });
      expect((await run(support, 'refund', early)).code).toBe('ORDER_STATE');
      const beyond = parcel(id, { idempotencyKey, lines: [{ sku, quantity: 2 }] });
      expect((await run(warehouse, 'ship', beyond)).code).toBe('VALIDATION');
      const rest = parcel(id, { idempotencyKey });
      expect((await run(warehouse, 'ship', rest)).status).toBe('SHIPPED');
      await inTheEnd(id, 'SHIPPED', ['authorization', 'capture']);
      const tooMuch = money(id, '9999.00', { idempotencyKey });
      expect((await run(support, 'refund', tooMuch)).code).toBe('REFUND_TOO_LARGE');
      expect((await run(support, 'refund', early)).__typename).toBe('Order');
    });
  });

  describe('a cancellation', () => {
    /** What is left when one of the two came first. */
    const shipment = {
      status: 'SHIPPED',
      codes: [undefined, 'ORDER_STATE'],
      ledger: ['authorization', 'capture'],
    };
    const cancelling = {
      status: 'CANCELLED',
      codes: ['ORDER_STATE', undefined],
      ledger: ['authorization', 'void'],
    };

    test('wins or loses against a shipment at the same moment, never both', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { id } = await place();
        const [sent, gone] = await Promise.all([
          run(warehouse, 'ship', parcel(id)),
          run(customer, 'cancel', { id }),
        ]);
        const won = sent.__typename === 'Order' ? shipment : cancelling;
        expect([sent.status ?? sent.orderStatus, gone.status ?? gone.orderStatus]).toEqual([
          won.status,
          won.status,
        ]);
        expect([sent.code, gone.code]).toEqual(won.codes);
        await inTheEnd(id, won.status, won.ledger);
      }
    });

    test('at the moment in which the buyer pays leaves nothing paid', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { id, payment } = await place('tok_action');
        const form = await formOf(payment.nextAction?.redirectUrl ?? '', 'Authorise');
        const [, gone] = await Promise.all([
          fetch(form, { method: 'POST', redirect: 'manual' }),
          run(customer, 'cancel', { id }),
        ]);
        expect(gone.status).toBe('CANCELLED');
        await eventually('as much released as was held', async () => {
          const kinds = await kindsOf(id);
          return kinds.length === 0 || kinds.join() === 'authorization,void';
        });
        expect((await read(id)).status).toBe('CANCELLED');
      }
    });
  });
}
