import { expect, test } from 'vitest';
import { paymentFaults } from './payments';

const pathsOf = (raw: unknown) => paymentFaults(raw).map(({ path }) => path);

const stripe = { secretKey: 'sk_live_1', webhookSecret: 'whsec_1' };

test('the sandbox requires no Stripe settings', () => {
  expect(pathsOf({ environment: 'production' })).toEqual([]);
  expect(pathsOf({ environment: 'production', payments: { provider: 'sandbox' } })).toEqual([]);
});

test('Stripe requires its key and the secret for its callbacks', () => {
  const payments = { provider: 'stripe' };
  expect(pathsOf({ payments })).toEqual([
    'payments.stripe.secretKey',
    'payments.stripe.webhookSecret',
  ]);
  expect(pathsOf({ payments: { ...payments, stripe } })).toEqual([]);
});

test('production requires a live key and https', () => {
  const of = (given: object) =>
    pathsOf({
      environment: 'production',
      payments: { provider: 'stripe', stripe: { ...stripe, ...given } },
    });
  expect(of({})).toEqual([]);
  expect(of({ secretKey: 'sk_test_1' })).toEqual(['payments.stripe.secretKey']);
  expect(of({ apiUrl: 'http://127.0.0.1:1' })).toEqual(['payments.stripe.apiUrl']);
});
