import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CancelOrder,
  Order,
  OrderAfterwards,
  PlaceOrder,
  RefundOrder,
  ShipOrder,
} from '../../client/src/generated/operations';
import {
  runStripeStub,
  type StripeStub,
  stripeSecretKey,
  stripeWebhookSecret,
} from '../../payments/testing/stripe-stub';
import { runCommand } from '../harness/command';
import { demoAccount, orderOf } from '../harness/people';
import { Shop } from '../harness/shop';

const patience = { timeout: 30_000, interval: 100 };

let stub: StripeStub;
let shop: Shop;
let settings: Record<string, string>;

beforeAll(async () => {
  stub = await runStripeStub();
  settings = {
    ORDERPROCESSING_PAYMENTS_PROVIDER: 'stripe',
    ORDERPROCESSING_PAYMENTS_STRIPE_SECRET_KEY: stripeSecretKey,
    ORDERPROCESSING_PAYMENTS_STRIPE_WEBHOOK_SECRET: stripeWebhookSecret,
    ORDERPROCESSING_PAYMENTS_STRIPE_API_URL: stub.url,
  };
  shop = await Shop.start(settings);
});
afterAll(async () => {
  await shop.stop();
  await stub.end();
});

async function place(token: string) {
  const customer = await demoAccount(shop.client, 'customer');
  const { placeOrder } = await customer.run(PlaceOrder, orderOf([['DEMO-0001', 1]], token));
  return { customer, placeOrder };
}

const effectsOf = (id: string) =>
  stub.book.effects.filter(({ key }) => key.includes(id)).map(({ effect }) => effect.split(' ')[0]);

test('an order is paid with Stripe, and the authorization is released when it is cancelled', async () => {
  const { customer, placeOrder } = await place('tok_visa');
  if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
  const { id, status, version } = placeOrder;
  expect(status).toBe('CONFIRMED');
  expect(effectsOf(id)).toEqual(['authorize']);
  await customer.run(CancelOrder, {
    id,
    reason: 'Changed my mind.',
    expectedVersion: version,
  });
  await expect.poll(() => effectsOf(id), patience).toEqual(['authorize', 'cancel']);
});

/** Sends an event of Stripe to the shop. */
function send(type: string, object: object, secret = stripeWebhookSecret): Promise<Response> {
  const event = { id: `evt_${randomUUID()}`, object: 'event', type, data: { object } };
  const payload = JSON.stringify(event);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
  return fetch(`${shop.url}/payments/callback/stripe`, {
    method: 'POST',
    body: payload,
    headers: { 'stripe-signature': signature },
  });
}

test('a signed webhook brings news of a payment that took its time', async () => {
  const { customer, placeOrder } = await place('pm_processing');
  if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
  const { id } = placeOrder;
  expect(placeOrder.status).toBe('PENDING');
  const intent = stub.book.intentOf(`order-${id}-authorize`);
  const settled = stub.book.settle(intent?.id ?? '', true);
  const type = 'payment_intent.amount_capturable_updated';
  expect((await send(type, settled, 'whsec_of_somebody_else')).status).toBe(401);
  expect((await send(type, settled)).status).toBe(204);
  await expect
    .poll(async () => (await customer.run(Order, { id })).order?.status, patience)
    .toBe('CONFIRMED');
  expect(effectsOf(id)).toEqual(['authorize']);
});

const verify = (more: Record<string, string> = {}) =>
  runCommand('verify', ['--json'], shop.dataFolder, { ...settings, ...more });

/** Refunds and captures follow the answer. */
const isDone = (id: string, effects: readonly string[]) =>
  expect.poll(() => effectsOf(id), patience).toEqual(effects);

test('verify compares orders with the payments that Stripe lists', async () => {
  const { placeOrder } = await place('tok_visa');
  if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
  const { id, total } = placeOrder;
  const warehouse = await demoAccount(shop.client, 'warehouse');
  const support = await demoAccount(shop.client, 'support');
  const shipment = { orderId: id, carrier: 'DHL', trackingCode: 'T', idempotencyKey: randomUUID() };
  const { shipOrder } = await warehouse.run(ShipOrder, { input: shipment });
  expect(shipOrder).toMatchObject({ __typename: 'Order' });
  await isDone(id, ['authorize', 'capture']);
  const refund = { orderId: id, amount: '1.00', reason: 'scratched', idempotencyKey: randomUUID() };
  const { refundOrder } = await support.run(RefundOrder, { input: refund });
  expect(refundOrder).toMatchObject({ __typename: 'Order' });
  await isDone(id, ['authorize', 'capture', 'refund']);
  expect(await verify()).toEqual({ code: 0, output: '', errors: '' });

  const intent = stub.book.intentOf(`order-${id}-authorize`)?.id ?? '';
  const failed = stub.book.failRefund(intent);
  expect((await send('refund.failed', failed)).status).toBe(204);
  const { order } = await support.run(OrderAfterwards, { id });
  expect(order).toMatchObject({
    payment: { status: 'CAPTURED', refunded: { amount: '0.00' } },
    attention: { step: 'REFUND', reason: 'lost_or_stolen_card' },
  });
  stub.book.refund({ payment_intent: intent, amount: '200' });
  const { code, output } = await verify();
  expect(code).toBe(1);
  expect(JSON.parse(output)).toEqual({
    kind: 'payment.refunded',
    subject: `order ${id}`,
    expected: `0.00 ${total.currency}`,
    found: `2.00 ${total.currency}`,
  });
});

test('verify does not succeed if it cannot read the payments', async () => {
  const stranger = { ORDERPROCESSING_PAYMENTS_STRIPE_SECRET_KEY: 'sk_test_of_somebody_else' };
  const { code, output, errors } = await verify(stranger);
  expect({ code, output }).toEqual({ code: 2, output: '' });
  expect(errors).toContain('Stripe');
});
