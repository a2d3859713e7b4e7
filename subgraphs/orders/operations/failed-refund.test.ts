import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PaymentRefusedError } from '../../../payments/provider';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { ordersStore } from '../store';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';

const parts = `id allowedActions attention { step reason }
  payment { status refunded { amount } } refunds { status } timeline { type }`;

const shop = shopForFile();
let ada: Viewer;
const clerk = person(uuidV7(), 'WAREHOUSE');
const support = person(uuidV7(), 'SUPPORT');
beforeAll(async () => {
  for (const { sku } of lines) shop.inventory.stock({ sku, onHand: 1_000 });
});
beforeEach(() => {
  ada = person(uuidV7());
});

const lines = [
  { sku: 'A-1', quantity: 2 },
  { sku: 'B-2', quantity: 1 },
];
const shipOrder = 'mutation ($input: ShipOrderInput!) { shipOrder(input: $input) { __typename } }';
const refundOrder = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) {
    ... on Order { ${parts} }
    ... on RefundTooLargeError { refundable { amount } }
  }
}`;
const resolveOrder = `mutation ($id: ID!, $action: ResolveAction!) {
  resolveOrder(id: $id, action: $action, note: "Called them") { ... on Order { ${parts} } } }`;

/** An order of which everything is captured: 41.53. */
async function shipped(): Promise<string> {
  const { id } = await shop.place(ada, { lines });
  const input = { orderId: id, carrier: 'DHL', trackingCode: 'J', idempotencyKey: uuidV7() };
  await shop.ask(clerk, shipOrder, { input });
  return id;
}

async function refund(orderId: string, amount: string) {
  const input = { orderId, amount, reason: 'It was broken', idempotencyKey: uuidV7() };
  return (await shop.ask(support, refundOrder, { input })).data.refundOrder;
}

async function resolve(id: string, action: string) {
  return (await shop.ask(support, resolveOrder, { id, action })).data.resolveOrder;
}

async function read(id: string) {
  const query = `query ($id: ID!) { order(id: $id) { ${parts} } }`;
  return (await shop.ask(support, query, { id })).data.order;
}

const refunds = (id: string) =>
  shop.bank.ledger.filter(({ kind, key }) => kind === 'refund' && key.includes(id));

it('waits for a person if the provider refuses it once its request is answered', async () => {
  const id = await shipped();
  shop.bank.faults.plan('refund', ...Array(99).fill('lostRequest'));
  await shop.givingUpAfter(250, () => refund(id, '5'));
  shop.bank.faults.clear();
  const give = shop.bank.refund;
  shop.bank.refund = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
  await shop.pool.query(`UPDATE effects SET next_at = now() WHERE order_id = $1`, [id]);
  await shop.endLeases();
  await shop.otherProcess().takeOver();
  shop.bank.refund = give;
  expect(await read(id)).toMatchObject({
    refunds: [{ status: 'FAILED' }],
    attention: { step: 'REFUND', reason: 'closed' },
  });
});

it('waits for a person if the provider refuses it after an earlier step took too long', async () => {
  const { id } = await shop.place(ada, { lines });
  const ship = (sku: string) => {
    const parcel = { carrier: 'DHL', trackingCode: 'J', idempotencyKey: uuidV7() };
    const quantity = lines.find((line) => line.sku === sku)?.quantity;
    const input = { orderId: id, lines: [{ sku, quantity }], ...parcel };
    return shop.ask(clerk, shipOrder, { input });
  };
  await ship('A-1');
  await expect.poll(async () => (await read(id)).payment.status).toBe('PARTIALLY_CAPTURED');
  const { capture, refund: give } = shop.bank;
  const isOver = Promise.withResolvers<void>();
  shop.bank.capture = async (...parameters) => {
    await isOver.promise;
    return capture.apply(shop.bank, parameters);
  };
  shop.bank.refund = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
  await shop.answeredAfter(250, async () => {
    await ship('B-2');
    expect((await refund(id, '5')).refunds).toEqual([{ status: 'PENDING' }]);
  });
  isOver.resolve();
  await expect
    .poll(() => read(id))
    .toMatchObject({
      refunds: [{ status: 'FAILED' }],
      attention: { step: 'REFUND', reason: 'closed' },
    });
  Object.assign(shop.bank, { capture, refund: give });
});

describe('a refund that fails after the provider has accepted it', () => {
  /** An order whose only refund, of 10.00, has failed, and the key of the refund. */
  async function failed(amount = '10') {
    const id = await shipped();
    await refund(id, amount);
    const key = `order-${id}-refund-1`;
    shop.bank.failRefund(key);
    return { id, key };
  }

  it('is not booked as returned, and a person has it repeated', async () => {
    const { id, key } = await failed();
    expect(await Promise.all([shop.callback(key), shop.callback(key)])).toEqual([true, true]);
    const order = await read(id);
    expect(order).toMatchObject({
      payment: { status: 'CAPTURED', refunded: { amount: '0.00' } },
      refunds: [{ status: 'FAILED' }],
      attention: { step: 'REFUND', reason: 'lost_or_stolen_card' },
      allowedActions: ['REFUND', 'RETRY', 'UNDO'],
    });
    const types = order.timeline.map(({ type }: { type: string }) => type);
    expect(types.slice(-2)).toEqual(['order.refunded', 'order.refund_failed']);
    // The same money must not be returned by a second refund and by the repeated one.
    expect(await refund(id, '31.54')).toMatchObject({ refundable: { amount: '31.53' } });
    const again = {
      payment: { status: 'PARTIALLY_REFUNDED', refunded: { amount: '10.00' } },
      refunds: [{ status: 'SUCCEEDED' }],
      attention: null,
    };
    expect(await resolve(id, 'RETRY')).toMatchObject(again);
    expect(await shop.callback(key)).toBe(true);
    expect(await read(id)).toMatchObject(again);
    expect(refunds(id)).toHaveLength(2);
  });

  it('keeps waiting for a person if it is refused again, until it is given up', async () => {
    const { id, key } = await failed('41.53');
    await shop.callback(key);
    expect((await read(id)).allowedActions).toEqual(['RETRY', 'UNDO']);
    const give = shop.bank.refund;
    shop.bank.refund = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
    expect((await resolve(id, 'RETRY')).attention).toEqual({ step: 'REFUND', reason: 'closed' });
    shop.bank.refund = give;
    expect(await resolve(id, 'UNDO')).toMatchObject({ attention: null });
    expect(await refund(id, '41.53')).toMatchObject({
      refunds: [{ status: 'FAILED' }, { status: 'SUCCEEDED' }],
    });
  });

  it('waits for a person although the account was erased after the money was returned', async () => {
    const userId = uuidV7();
    ada = person(userId);
    const { id, key } = await failed('41.53');
    expect((await read(id)).payment.status).toBe('REFUNDED');
    const { erasures } = ordersStore(shop.pool, testOrdersKeys);
    await erasures.hear([{ userId, erasedAt: new Date() }]);
    await erasures.sweep(100);
    await erasures.forgetPayments(180, 100);
    expect(await shop.callback(key)).toBe(true);
    expect(await read(id)).toMatchObject({
      payment: { status: 'CAPTURED', refunded: { amount: '0.00' } },
      attention: { step: 'REFUND' },
      allowedActions: ['RETRY', 'UNDO'],
    });
    expect(await resolve(id, 'RETRY')).toMatchObject({
      payment: { status: 'REFUNDED' },
      attention: null,
    });
  });

  it('is sent again by the provider while that is not certain', async () => {
    const { id, key } = await failed();
    shop.bank.faults.plan('refundFailure', ...Array(99).fill('lostRequest'));
    const codeOf = { extensions: { code: 'SERVICE_UNAVAILABLE' } };
    await shop.givingUpAfter(300, () => expect(shop.callback(key)).rejects.toMatchObject(codeOf));
    shop.bank.faults.clear();
    const setState = (state: string) =>
      shop.pool.query(
        `UPDATE effects SET state = $2::"EffectState", next_at = now() + interval '1 hour'
         WHERE order_id = $1 AND kind = 'REFUND'`,
        [id, state],
      );
    await setState('PENDING');
    await expect(shop.callback(key)).rejects.toMatchObject(codeOf);
    await setState('DONE');
    expect(await shop.callback(key)).toBe(true);
    expect((await read(id)).attention.step).toBe('REFUND');
  });
});
