import { beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopWith } from '../testing/shop';

const shop = shopWith({ sku: 'A-1', onHand: 1_000 }, { sku: 'B-2', onHand: 1 });
let adaId: string;
let ada: Viewer;
beforeEach(() => {
  adaId = uuidV7();
  ada = person(adaId);
});

async function ordersOfAda(): Promise<number> {
  const { rows } = await shop.pool.query('SELECT id FROM orders WHERE customer_id = $1', [adaId]);
  return rows.length;
}

describe('the idempotency key of placeOrder', () => {
  it('gives the same order, also to twenty requests at once', async () => {
    const idempotencyKey = `key-${uuidV7()}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => shop.place(ada, { idempotencyKey })),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 'CONFIRMED')).toBe(true);
    expect(await ordersOfAda()).toBe(1);
    const { id } = answers[0] as { id: string };
    expect(shop.inventory.effects.filter((effect) => effect === `reserve ${id}`)).toHaveLength(1);
    expect(shop.bank.ledger.filter(({ key }) => key.includes(id))).toHaveLength(1);
  });

  it('gives the same refusal', async () => {
    for (const given of [
      { payment: { token: 'tok_declined' } },
      { lines: [{ sku: 'B-2', quantity: 7 }] },
    ]) {
      const input = { idempotencyKey: `key-${uuidV7()}`, ...given };
      const first = await shop.place(ada, input);
      const second = await shop.place(ada, input);
      expect(first.__typename).toMatch(/Error$/);
      expect(second).toEqual(first);
    }
  });

  it('answers the same order, whatever has changed it since', async () => {
    const clerk = person(uuidV7(), 'WAREHOUSE');
    const support = person(uuidV7(), 'SUPPORT');
    const idempotencyKey = `key-${uuidV7()}`;
    const lines = [{ sku: 'A-1', quantity: 3 }];
    const again = () => shop.place(ada, { idempotencyKey, lines });
    const { id } = await again();
    const change = (viewer: Viewer, mutation: string, input: object) =>
      shop.ask(viewer, mutation, {
        input: { orderId: id, idempotencyKey: `key-${uuidV7()}`, ...input },
      });
    const ship = `mutation ($input: ShipOrderInput!) {
      done: shipOrder(input: $input) { __typename ... on Order { shipments { id } } } }`;
    const refund = `mutation ($input: RefundOrderInput!) {
      done: refundOrder(input: $input) { __typename } }`;
    const part = { carrier: 'DHL', trackingCode: 'JD0146', lines: [{ sku: 'A-1', quantity: 1 }] };
    const byId = (field: string) => `mutation ($input: ID!) { done: ${field} { __typename } }`;
    const changes = [
      () => change(clerk, ship, part),
      () => change(support, refund, { amount: '1.00', reason: 'broken' }),
      () => shop.ask(clerk, byId('deliverOrder(id: $input)'), { input: id }),
      () => shop.ask(support, byId('cancelOrder(id: $input, reason: "gone")'), { input: id }),
    ];
    for (const make of changes) {
      expect(await make()).toMatchObject({ codes: [], data: { done: { __typename: 'Order' } } });
      expect((await again()).id).toBe(id);
    }
    expect(await ordersOfAda()).toBe(1);
  });

  it('is refused with another input, the payment token included', async () => {
    const idempotencyKey = `key-${uuidV7()}`;
    await shop.place(ada, { idempotencyKey });
    const payment = { token: 'tok_review' };
    for (const given of [{ payment }, { note: 'x' }, { lines: [{ sku: 'NO-1', quantity: 1 }] }]) {
      const refused = await shop.place(ada, { idempotencyKey, ...given });
      expect(refused.code).toBe('IDEMPOTENCY_KEY_REUSED');
    }
    expect((await shop.place(ada, { idempotencyKey, note: null })).status).toBe('CONFIRMED');
  });

  it('takes the expected total in any spelling', async () => {
    const { total } = await shop.place(ada, {});
    const input = { idempotencyKey: `key-${uuidV7()}`, expectedTotal: total.amount };
    const { id } = await shop.place(ada, input);
    const spelled = `0${total.amount.replace(/0+$/, '')}`;
    expect(spelled).not.toBe(total.amount);
    expect((await shop.place(ada, { ...input, expectedTotal: spelled })).id).toBe(id);
  });

  it('belongs to one user', async () => {
    const idempotencyKey = `key-${uuidV7()}`;
    const one = await shop.place(ada, { idempotencyKey });
    const other = await shop.place(person(uuidV7()), { idempotencyKey });
    expect(other.id).not.toBe(one.id);
  });

  it('is the same whether its owner asks in a session or with an API key', async () => {
    const userId = uuidV7();
    const idempotencyKey = `key-${uuidV7()}`;
    const inSession = await shop.place(person(userId, 'PARTNER'), { idempotencyKey });
    const withKey = await shop.place(
      {
        kind: 'apiKey',
        userId,
        keyId: uuidV7(),
        secretId: '',
        roles: ['PARTNER'],
        scopes: ['ORDERS_READ', 'ORDERS_WRITE'],
        quotaPerMinute: null,
        address: '192.0.2.2',
      },
      { idempotencyKey },
    );
    expect(withKey.id).toBe(inSession.id);
  });

  it('answers first, even if prices changed or inventory is down', async () => {
    const input = { idempotencyKey: `key-${uuidV7()}`, expectedTotal: '17.73' };
    shop.inventory.stock({ sku: 'C-3', priceMinor: 1_000n });
    const lines = [{ sku: 'C-3', quantity: 1 }];
    const placed = await shop.place(ada, { ...input, lines });
    expect(placed.status).toBe('CONFIRMED');
    shop.inventory.stock({ sku: 'C-3', priceMinor: 2_000n });
    expect((await shop.place(ada, { ...input, lines })).id).toBe(placed.id);
    shop.inventory.faults.plan('pricedProducts', 'lostRequest', 'lostRequest');
    expect((await shop.place(ada, { ...input, lines })).id).toBe(placed.id);
    expect((await shop.place(ada, { lines })).codes).toEqual(['SERVICE_UNAVAILABLE']);
  });
});
