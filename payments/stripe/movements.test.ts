import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PaymentMovement } from '../movement';
import { PaymentUnavailableError } from '../provider';
import { StripeProvider } from '../stripe-provider';
import { deadline } from '../testing/running-sandbox';
import {
  runStripeStub,
  type StripeStub,
  stripeSecretKey,
  stripeWebhookSecret,
} from '../testing/stripe-stub';
import { openStripe } from './client';
import { stripeMovements } from './movements';

/** Longer than all retries of a page take. */
const listDeadlineMs = 60_000;

let stub: StripeStub;
beforeEach(async () => {
  stub = await runStripeStub();
});
afterEach(() => stub.end());

async function listed(since: Date | null = null): Promise<PaymentMovement[]> {
  const signal = AbortSignal.timeout(listDeadlineMs);
  const stripe = openStripe({ secretKey: stripeSecretKey, apiUrl: stub.url });
  const found: PaymentMovement[] = [];
  for await (const movement of stripeMovements(stripe, since, signal)) found.push(movement);
  return found;
}

/** What is listed of one payment, e.g. `capture 400`. */
const textsOf = (movements: readonly PaymentMovement[], key: string): string[] =>
  movements
    .filter(({ idempotencyKey }) => idempotencyKey === key)
    .map(({ kind, amountMinor, currency }) => `${kind} ${amountMinor} ${currency}`);

/** A payment of 1000 minor units, as orders makes it. */
async function paid(token: string, currency = 'EUR') {
  const order = `order-${randomUUID()}`;
  const key = `${order}-authorize`;
  const provider = new StripeProvider({
    secretKey: stripeSecretKey,
    webhookSecret: stripeWebhookSecret,
    apiUrl: stub.url,
    returnUrl: 'https://shop.example/paid',
  });
  const money = { amountMinor: 1_000n, currency };
  await provider.authorize({ idempotencyKey: key, token, ...money }, deadline());
  const reference = stub.book.intentOf(key)?.id ?? '';
  const movement = (step: string, amountMinor: bigint) => ({
    idempotencyKey: `${order}-${step}`,
    authorizationKey: key,
    amountMinor,
    currency,
    reference,
  });
  return {
    key,
    reference,
    capture: (step: string, minor: bigint) => provider.capture(movement(step, minor), deadline()),
    refund: (step: string, minor: bigint) => provider.refund(movement(step, minor), deadline()),
    void: () => provider.void(movement('void', 1_000n), deadline()),
  };
}

test('every movement of a payment is listed: authorised, captured in parts, refunded', async () => {
  const order = await paid('tok_visa');
  await order.capture('capture-1', 400n);
  await order.capture('capture-2', 600n);
  await order.refund('refund-1', 100n);
  await order.refund('refund-2', 50n);
  const movements = await listed();
  expect(textsOf(movements, order.key)).toEqual([
    'authorization 1000 EUR',
    'capture 1000 EUR',
    'refund 50 EUR',
    'refund 100 EUR',
  ]);
  expect(new Set(movements.map(({ reference }) => reference))).toEqual(new Set([order.reference]));
});

test('amounts are listed in minor units of the shop, also where those of Stripe differ', async () => {
  const order = await paid('tok_oneCapture', 'ISK');
  await order.capture('capture-1', 400n);
  await order.refund('refund-1', 100n);
  stub.book.refund({ payment_intent: order.reference, amount: '50' });
  expect(textsOf(await listed(), order.key)).toEqual([
    'authorization 1000 ISK',
    'capture 400 ISK',
    'void 600 ISK',
    'refund 1 ISK',
    'refund 100 ISK',
  ]);
});

test('what is released is listed as void: all of it, or what a single capture leaves', async () => {
  const whole = await paid('tok_visa');
  await whole.void();
  const rest = await paid('tok_oneCapture');
  await rest.capture('capture-1', 400n);
  const movements = await listed();
  expect(textsOf(movements, whole.key)).toEqual(['authorization 1000 EUR', 'void 1000 EUR']);
  expect(textsOf(movements, rest.key)).toEqual([
    'authorization 1000 EUR',
    'capture 400 EUR',
    'void 600 EUR',
  ]);
});

test('a payment that moved no money is not listed', async () => {
  const declined = await paid('tok_insufficientFunds');
  const undecided = await paid('pm_processing');
  const movements = await listed();
  expect(textsOf(movements, declined.key)).toEqual([]);
  expect(textsOf(movements, undecided.key)).toEqual([]);
});

test('a refund by hand counts, and one that failed does not', async () => {
  const order = await paid('tok_visa');
  await order.capture('capture-1', 1_000n);
  stub.book.refund({ payment_intent: order.reference, amount: '30' });
  stub.book.refund({ payment_intent: order.reference, amount: '20' }).status = 'failed';
  expect(textsOf(await listed(), order.key)).toEqual([
    'authorization 1000 EUR',
    'capture 1000 EUR',
    'refund 30 EUR',
  ]);
});

test('payments of other programs in the account are left out', async () => {
  const foreign = stub.book.create({ amount: '700', currency: 'eur', capture_method: 'manual' });
  stub.book.confirm(foreign.id, { payment_method: 'pm_visa' });
  stub.book.capture(foreign.id, {});
  stub.book.refund({ payment_intent: foreign.id, amount: '700' });
  expect(await listed()).toEqual([]);
});

const countAuthorized = (movements: readonly PaymentMovement[]) =>
  new Set(movements.map(({ idempotencyKey }) => idempotencyKey)).size;

/** Adds 250 payments, which Stripe lists on three pages. */
function fill(): void {
  for (let index = 0; index < 250; index += 1) {
    const intent = stub.book.create({
      amount: '100',
      currency: 'eur',
      capture_method: 'manual',
      'metadata[authorization_key]': `order-${randomUUID()}-authorize`,
    });
    stub.book.confirm(intent.id, { payment_method: 'pm_visa' });
  }
}

test('every page is read, and a page that fails is read again', async () => {
  fill();
  expect(countAuthorized(await listed())).toBe(250);
  stub.failures = 1;
  expect(countAuthorized(await listed())).toBe(250);
});

test('a list that breaks off for good is an error, and not a short ledger', async () => {
  fill();
  stub.losing = { path: /payment_intents$/, times: 100 };
  await expect(listed()).rejects.toThrow(PaymentUnavailableError);
}, 90_000);

test('payments that were begun before a moment are left out', async () => {
  const old = await paid('tok_visa');
  const intent = stub.book.intentOf(old.key);
  if (intent) intent.created -= 7_200;
  const young = await paid('tok_visa');
  const movements = await listed(new Date(Date.now() - 3_600_000));
  expect(movements.map(({ idempotencyKey }) => idempotencyKey)).toEqual([young.key]);
});
