import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedFeatureFlags } from '../../../config/feature-flags';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, orderInput, person, type Shop, shopForFile } from '../testing/shop';

const shop = shopForFile();
let ada: ReturnType<typeof person>;
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
  shop.inventory.stock({ sku: 'B-2', onHand: 1 });
  shop.inventory.stock({ sku: 'YEN-1', currency: 'JPY' });
});
beforeEach(() => {
  ada = person(uuidV7());
});

const risk = `query ($id: ID!) { order(id: $id) { risk { score reasons { code weight text } } } }`;

const riskOf = async ({ ask }: Shop, id: string) => {
  const { data } = await ask(person(uuidV7(), 'SUPPORT'), risk, { id });
  return data.order.risk;
};

const ordersOf = async (customer: ReturnType<typeof person>) => {
  const id = customer.kind === 'user' ? customer.userId : '';
  const { rows } = await shop.pool.query('SELECT id FROM orders WHERE customer_id = $1', [id]);
  return rows.length;
};

describe('placeOrder', () => {
  it('confirms an order that is in stock and paid for', async () => {
    const order = await shop.place(ada, { note: 'Ring twice.' });
    expect(order).toMatchObject({
      __typename: 'Order',
      status: 'CONFIRMED',
      statusReason: null,
      version: 2,
      note: 'Ring twice.',
      // 2 × 10.00 and 4.90 for shipping, with 19 percent on both.
      total: { amount: '29.63', currency: 'EUR' },
      payment: { status: 'AUTHORIZED', brand: 'visa', last4: '4242' },
      lines: [{ sku: 'A-1', quantity: 2 }],
    });
    expect(order.number).toMatch(/^[0-7][0-9A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(order.timeline.map(({ type }: { type: string }) => type)).toEqual([
      'order.placed',
      'order.confirmed',
    ]);
    await expect.poll(() => shop.inventory.reservations.get(order.id)?.state).toBe('CONFIRMED');
  });

  it('refuses what is not in stock without a reservation, and charges nothing', async () => {
    const entries = shop.bank.ledger.length;
    shop.inventory.calls.length = 0;
    const lines = [
      { sku: 'A-1', quantity: 1 },
      { sku: 'b-2', quantity: 2 },
    ];
    const refused = await shop.place(ada, { lines });
    expect(refused).toMatchObject({
      __typename: 'InsufficientStockError',
      code: 'INSUFFICIENT_STOCK',
      shortages: [{ sku: 'B-2', requested: 2, available: 1 }],
      order: { status: 'REJECTED', statusReason: 'out_of_stock', payment: { status: 'NONE' } },
    });
    expect(shop.inventory.calls).toEqual(['pricedProducts']);
    expect(shop.bank.ledger).toHaveLength(entries);
  });

  it('refuses what another order took after both were priced', async () => {
    shop.inventory.stock({ sku: 'LAST-1', onHand: 1 });
    shop.inventory.calls.length = 0;
    const lines = [{ sku: 'LAST-1', quantity: 1 }];
    const buyers = [ada, person(uuidV7())];
    const outcomes = await Promise.all(buyers.map((buyer) => shop.place(buyer, { lines })));
    expect(shop.inventory.calls.filter((call) => call === 'reserveStock')).toHaveLength(2);
    expect(outcomes.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(1);
    expect(outcomes.filter(({ shortages }) => shortages !== undefined)).toMatchObject([
      {
        shortages: [{ sku: 'LAST-1', requested: 1, available: 0 }],
        order: { status: 'REJECTED', statusReason: 'out_of_stock' },
      },
    ]);
  });

  it('has released the stock when it answers that the payment was declined', async () => {
    const before = shop.inventory.available('A-1');
    const refused = await shop.place(ada, { payment: { token: 'tok_declined' } });
    expect(shop.inventory.available('A-1')).toBe(before);
    expect(refused).toMatchObject({
      __typename: 'PaymentDeclinedError',
      declineCode: 'card_declined',
      order: {
        status: 'REJECTED',
        statusReason: 'payment_declined',
        payment: { status: 'DECLINED' },
      },
    });
  });

  it('sends an order with a fraud signal to review, its stock firm', async () => {
    const order = await shop.place(ada, { payment: { token: 'tok_review' } });
    expect(order.status).toBe('IN_REVIEW');
    await expect.poll(() => shop.inventory.reservations.get(order.id)?.state).toBe('CONFIRMED');
    expect(await riskOf(shop, order.id)).toMatchObject({
      score: 1,
      reasons: [{ code: 'provider_warning' }, { code: 'new_account' }],
    });
  });

  it('sends an order to review whose buyer orders more often than the rules have it', async () => {
    const strict = await openShop({ fraud: { ordersPerHour: 2 } });
    try {
      strict.inventory.stock({ sku: 'A-1', onHand: 100 });
      const often = [];
      for (let times = 0; times < 3; times += 1) often.push(await strict.place(ada));
      const statuses = often.map(({ status }) => status);
      expect(statuses).toEqual(['CONFIRMED', 'CONFIRMED', 'IN_REVIEW']);
      const risks = await Promise.all(often.map(({ id }) => riskOf(strict, id)));
      expect(risks.map(({ score }) => score)).toEqual([0.35, 0.5, 0.75]);
      const [ofFirst, ofSecond] = risks.map(({ reasons }) => reasons);
      expect(ofFirst).toMatchObject([{ code: 'orders_last_hour' }, { code: 'new_account' }]);
      expect(ofSecond).toMatchObject([{ code: 'orders_last_hour', weight: 1 }]);
      expect((await strict.place(person(uuidV7()))).status).toBe('CONFIRMED');
    } finally {
      await strict.close();
    }
  });

  it('confirms it all the same while reviews are switched off', async () => {
    const calm = await openShop({ flags: fixedFeatureFlags({ 'fraud-review': false }) });
    calm.inventory.stock({ sku: 'A-1', onHand: 10 });
    try {
      const order = await calm.place(ada, { payment: { token: 'tok_review' } });
      expect(order.status).toBe('CONFIRMED');
    } finally {
      await calm.close();
    }
  });

  it('answers at once with what the buyer has to do', async () => {
    const order = await shop.place(ada, { payment: { token: 'tok_action' } });
    expect(order).toMatchObject({
      status: 'PENDING',
      payment: {
        status: 'ACTION_REQUIRED',
        nextAction: { redirectUrl: 'https://bank.example/3ds' },
      },
    });
  });

  it('waits for all orders of a request together as long as for one', async () => {
    const query = `mutation ($a: PlaceOrderInput!, $b: PlaceOrderInput!, $c: PlaceOrderInput!) {
      a: placeOrder(input: $a) { ...placed }
      b: placeOrder(input: $b) { ...placed }
      c: placeOrder(input: $c) { ...placed }
    }
    fragment placed on PlaceOrderResult { ... on Order { status placedAt } }`;
    const undecided = () => orderInput({ payment: { token: 'tok_async' } });
    const variables = { a: undecided(), b: undecided(), c: orderInput() };
    const { data } = await shop.answeredAfter(3_000, () => shop.ask(ada, query, variables));
    const statuses = [data.a, data.b, data.c].map(({ status }) => status);
    expect(statuses).toEqual(['PENDING', 'PENDING', 'CONFIRMED']);
    const [a = 0, b = 0, c = 0] = [data.a, data.b, data.c].map(({ placedAt }) =>
      Date.parse(placedAt),
    );
    expect(c - b).toBeLessThan(b - a);
  });

  it('continues when the provider calls back, within the same request', async () => {
    const placing = shop.place(ada, { payment: { token: 'tok_async' } });
    await expect
      .poll(async () => (await shop.pool.query(pendingOf(ada))).rows[0]?.status)
      .toBe('PENDING');
    const [{ id }] = (await shop.pool.query(pendingOf(ada))).rows as [{ id: string }];
    const key = `order-${id}-authorize`;
    shop.bank.settle(key);
    expect(await shop.callback(key, 'forged')).toBe(false);
    expect(await shop.callback(key)).toBe(true);
    expect(await shop.callback(key)).toBe(true);
    expect(await placing).toMatchObject({ id, status: 'CONFIRMED' });
  });

  it('survives a provider that fails and an answer that is lost', async () => {
    shop.bank.faults.plan('authorize', 'lostRequest', 'lostAnswer');
    shop.inventory.faults.plan('reserveStock', 'lostAnswer');
    const order = await shop.place(ada);
    expect(order.status).toBe('CONFIRMED');
    expect(shop.bank.ledger.filter(({ key }) => key.includes(order.id))).toHaveLength(1);
  });

  it.each([
    ['no line', { lines: [] }, ['lines']],
    ['a card number for a token', { payment: { token: '4242424242424242' } }, ['payment', 'token']],
  ])('refuses %s and writes nothing', async (_what, given, path) => {
    const refused = await shop.place(ada, given);
    expect(refused.__typename).toBe('ValidationError');
    expect(refused.fields[0].path).toEqual(path);
    expect(await ordersOf(ada)).toBe(0);
  });

  it('names the products that are not for sale', async () => {
    const lines = [{ sku: 'NO-1', quantity: 1 }];
    const refused = await shop.place(ada, { lines });
    expect(refused).toMatchObject({ __typename: 'UnknownProductError', skus: ['NO-1'] });
  });

  it('does nothing at another price than expected, and keeps the key free', async () => {
    const idempotencyKey = `key-${uuidV7()}`;
    const refused = await shop.place(ada, { idempotencyKey, expectedTotal: '29.62' });
    expect(refused).toMatchObject({
      __typename: 'PriceChangedError',
      quote: { total: { amount: '29.63' } },
    });
    expect(await ordersOf(ada)).toBe(0);
    const order = await shop.place(ada, { idempotencyKey, expectedTotal: '29.63' });
    expect(order.status).toBe('CONFIRMED');
  });
});

const pendingOf = (customer: ReturnType<typeof person>) =>
  `SELECT id, payment_status AS status FROM orders
    WHERE customer_id = '${customer.kind === 'user' ? customer.userId : ''}'`;
