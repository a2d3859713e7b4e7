import Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PaymentRefusedError, PaymentUnavailableError } from './provider';
import { StripeProvider } from './stripe-provider';
import { deadline } from './testing/running-sandbox';
import { stripePayment } from './testing/stripe-payment';
import {
  runStripeStub,
  type StripeStub,
  stripeSecretKey,
  stripeWebhookSecret,
} from './testing/stripe-stub';

let stub: StripeStub;
let provider: StripeProvider;

function openProvider(secretKey = stripeSecretKey): StripeProvider {
  const returnUrl = 'https://shop.example/paid';
  return new StripeProvider({
    secretKey,
    webhookSecret: stripeWebhookSecret,
    apiUrl: stub.url,
    returnUrl,
  });
}

beforeAll(async () => {
  stub = await runStripeStub();
  provider = openProvider();
});
afterEach(() => {
  stub.losing = { path: /$/, times: 0 };
  stub.failures = 0;
  stub.storedFailures = 0;
});
afterAll(() => stub.end());

const payment = (currency?: string) => stripePayment({ provider, stub }, currency);

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'no error',
    (error: unknown) => (error instanceof PaymentRefusedError ? error.code : error),
  );

/** Authorises, captures and refunds, and does it again when Stripe has forgotten the keys. */
async function moveTwice(order: ReturnType<typeof payment>): Promise<void> {
  await order.authorize('tok_visa');
  await order.capture('capture-1', 400n);
  await order.refund('refund-1', 100n);
  stub.forgetKeys();
  expect(await order.authorize('tok_visa')).toMatchObject({ outcome: 'authorized' });
  await order.capture('capture-1', 400n);
  await order.refund('refund-1', 100n);
}

describe('after Stripe has forgotten the idempotency keys', () => {
  test('a payment is still authorised, captured and refunded once', async () => {
    const order = payment();
    await moveTwice(order);
    expect(await refusal(order.capture('capture-1', 300n))).toBe('idempotency_key_reused');
    expect(await refusal(order.refund('refund-1', 99n))).toBe('idempotency_key_reused');
    expect(order.effects()).toEqual(['authorize 1000', 'capture 400', 'refund 100']);
  });
});

test('a refund is found behind a hundred later ones, and not repeated', async () => {
  const order = payment();
  await order.authorize('tok_visa');
  await order.capture('capture-1', 1_000n);
  for (let refund = 1; refund <= 102; refund += 1) await order.refund(`refund-${refund}`, 1n);
  stub.forgetKeys();
  await order.refund('refund-1', 1n);
  expect(order.effects().filter((effect) => effect === 'refund 1')).toHaveLength(102);
});

test('a refund that failed says why, and the same key refunds once more', async () => {
  const order = payment();
  await order.authorize('tok_visa');
  await order.capture('capture-1', 1_000n);
  const first = await order.refund('refund-1', 1_000n);
  expect(await order.refundFailure(first.reference)).toBeNull();
  stub.book.failRefund(order.kept.reference ?? '');
  expect(await order.refundFailure(first.reference)).toBe('lost_or_stolen_card');
  const again = await order.refund('refund-1', 1_000n);
  expect(again).not.toEqual(first);
  expect(await order.refund('refund-1', 1_000n)).toEqual(again);
  expect(await order.refundFailure(again.reference)).toBeNull();
});

describe('a void without a stored id', () => {
  const voidOf = (authorizationKey: string, amountMinor: bigint) =>
    provider.void(
      {
        idempotencyKey: `${authorizationKey}-void`,
        authorizationKey,
        authorization: { amountMinor, currency: 'EUR' },
      },
      deadline(),
    );

  test('cancels the payment that a late request would confirm', async () => {
    const { authorizationKey, intent } = payment();
    await voidOf(authorizationKey, 1_000n);
    expect(intent()?.status).toBe('canceled');
    expect(await refusal(voidOf(authorizationKey, 999n))).toBe('idempotency_key_reused');
  });

  test('has nothing to release if Stripe would not create the payment', async () => {
    const { authorizationKey, intent } = payment();
    await voidOf(authorizationKey, 0n);
    expect(intent()).toBeUndefined();
  });
});

describe('a payment whose id cannot be stored', () => {
  test('is not confirmed: no money moves', async () => {
    const order = payment();
    const lost = order.authorize('tok_visa', () => Promise.reject(new Error('another owner')));
    await expect(lost).rejects.toThrow('another owner');
    expect(order.intent()?.status).toBe('requires_payment_method');
    expect(order.effects()).toEqual([]);
  });
});

describe('a currency whose minor units differ at Stripe', () => {
  test.each([
    ['HUF', 'authorize 1000', 'capture 400', 'refund 100'],
    ['UGX', 'authorize 100000', 'capture 40000', 'refund 10000'],
    ['ISK', 'authorize 100000', 'capture 40000', 'refund 10000'],
    ['JPY', 'authorize 1000', 'capture 400', 'refund 100'],
    ['KWD', 'authorize 1000', 'capture 400', 'refund 100'],
    ['LYD', 'authorize 100', 'capture 40', 'refund 10'],
  ])('moves the amount of the order in %s', async (currency, ...effects) => {
    const order = payment(currency);
    await moveTwice(order);
    expect(await refusal(order.capture('capture-2', 601n))).toMatch(
      /^(capture_exceeds_authorization|amount_too_precise)$/,
    );
    expect(order.effects()).toEqual(effects);
  });
});

test.each([
  ['EUR', 1n],
  ['JPY', 1n],
  ['ISK', 1n],
  ['KWD', 10n],
  ['LYD', 10n],
  ['MGA', 100n],
])('%s is moved in steps of %d minor units', async (currency, step) => {
  expect(provider.stepOf(currency)).toBe(step);
  const order = payment(currency);
  await order.authorize('tok_visa');
  expect(await refusal(order.capture('capture', step))).toBe('no error');
  if (step > 1n) {
    expect(await refusal(order.refund('refund', step - 1n))).toBe('amount_too_precise');
  }
});

test('a capture waits while Stripe remembers a fault of it that had other parameters', async () => {
  const order = payment();
  await order.authorize('tok_visa');
  stub.storedFailures = 1;
  await expect(order.capture('capture-2', 600n)).rejects.toThrow(PaymentUnavailableError);
  await order.capture('capture-1', 400n);
  // It is the last one now.
  await expect(order.capture('capture-2', 600n)).rejects.toThrow(PaymentUnavailableError);
  stub.forgetKeys();
  await order.capture('capture-2', 600n);
  expect(order.effects()).toEqual(['authorize 1000', 'capture 400', 'capture 600']);
});

describe('a card that allows one capture only', () => {
  test('is captured for the first part, which releases the rest; a later part is refused', async () => {
    const order = payment();
    await order.authorize('tok_oneCapture');
    await order.capture('capture-1', 400n);
    expect(await refusal(order.capture('capture-2', 600n))).toBe('multicapture_unavailable');
    await order.void();
    expect(order.effects()).toEqual(['authorize 1000', 'capture 400']);
  });

  test('can be captured in full', async () => {
    const order = payment();
    await order.authorize('tok_oneCapture');
    await order.capture('capture-1', 1_000n);
    expect(order.effects()).toEqual(['authorize 1000', 'capture 1000']);
  });
});

describe('a declined payment', () => {
  test('is cancelled, so that it cannot be confirmed for a rejected order', async () => {
    const order = payment();
    const declined = { outcome: 'declined', declineCode: 'insufficient_funds' };
    expect(await order.authorize('tok_insufficientFunds')).toEqual(declined);
    expect(order.intent()?.status).toBe('canceled');
    expect(await order.authorize('tok_insufficientFunds')).toEqual(declined);
  });

  test('can also be one that the buyer failed to authenticate', async () => {
    const order = payment();
    await order.authorize('tok_threeDSecure');
    stub.book.settle(order.intent()?.id ?? '', false);
    expect(await order.authorize('tok_threeDSecure')).toEqual({
      outcome: 'declined',
      declineCode: 'payment_intent_authentication_failure',
    });
  });
});

const refundOf = (refund_key: string, status: string) => ({
  object: 'refund',
  status,
  metadata: { refund_key },
});

describe('responses from Stripe', () => {
  test('5xx and a wrong key mean unavailable, and the same request succeeds later', async () => {
    const order = payment();
    stub.failures = 1;
    await expect(order.authorize('tok_visa')).rejects.toThrow(PaymentUnavailableError);
    expect(await order.authorize('tok_visa')).toMatchObject({ outcome: 'authorized' });
    const stranger = openProvider('sk_test_of_somebody_else');
    const reference = order.kept.reference ?? '';
    await expect(stranger.lookup('', deadline(), reference)).rejects.toThrow(
      PaymentUnavailableError,
    );
  });

  test('a late response means unavailable', async () => {
    const aborted = AbortSignal.abort();
    await expect(provider.lookup('', aborted, 'pi_1')).rejects.toThrow(PaymentUnavailableError);
  });

  test('an unknown token is refused, and nothing is authorised', async () => {
    const order = payment();
    expect(await refusal(order.authorize('tok_unheardOf'))).toBe('resource_missing');
    expect(order.effects()).toEqual([]);
  });

  test('a lookup returns the state of a payment, and null without a stored id', async () => {
    const order = payment();
    expect(await provider.lookup(order.authorizationKey, deadline())).toBeNull();
    await order.authorize('tok_visa');
    const { reference } = order.kept;
    expect(await provider.lookup(order.authorizationKey, deadline(), reference)).toMatchObject({
      outcome: 'authorized',
    });
  });

  test.each([
    ['something else', { object: 'y' }, 'evt_9'],
    ['a dispute', { object: 'dispute', id: 'du_1', payment_intent: 'pi_1' }, 'evt_9'],
    ['a refund by hand', { object: 'refund', status: 'failed' }, 'evt_9'],
    ['a good refund', refundOf('order-1-refund-1', 'succeeded'), 'evt_9'],
    ['a failed refund', refundOf('order-1-refund-1', 'failed'), 'order-1-refund-1'],
    ['a canceled refund', refundOf('order-1-refund-1', 'canceled'), 'order-1-refund-1'],
  ])('an event about %s is acknowledged', (_name, object, idempotencyKey) => {
    const type = `charge.${object.object}.created`;
    const event = { id: 'evt_9', object: 'event', type, data: { object } };
    const payload = JSON.stringify(event);
    const sign = (timestamp: number) =>
      Stripe.webhooks.generateTestHeaderString({ payload, secret: stripeWebhookSecret, timestamp });
    const now = Math.floor(Date.now() / 1_000);
    const read = (signature: string) =>
      provider.readCallback({ 'stripe-signature': signature }, Buffer.from(payload));
    expect(read(sign(now))).toMatchObject({ idempotencyKey });
    expect(read(sign(now))?.dispute !== undefined).toBe(object.object === 'dispute');
    expect(read(sign(now - 3_600))).toBeNull();
  });
});
