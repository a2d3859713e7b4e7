import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { BreakerOpenError } from '../platform/resilience/breaker';
import { measuredProvider } from './measured-provider';
import {
  type AuthorizeOutcome,
  type PaymentProvider,
  PaymentRefusedError,
  PaymentUnavailableError,
} from './provider';

const { signal } = new AbortController();
const money = { amountMinor: 100n, currency: 'EUR' };
const request = { idempotencyKey: 'k', authorizationKey: 'a', token: 't', ...money };

/** A provider that returns or throws what the test sets. */
function provider(answer: () => unknown): PaymentProvider {
  const call = async () => answer();
  return {
    name: 'played',
    stepOf: () => 1n,
    authorize: call as PaymentProvider['authorize'],
    capture: call as PaymentProvider['capture'],
    void: call as PaymentProvider['void'],
    refund: call as PaymentProvider['refund'],
    refundFailure: call as PaymentProvider['refundFailure'],
    lookup: call as PaymentProvider['lookup'],
    readCallback: () => null,
  };
}

function failing(error: Error): PaymentProvider {
  return provider(() => {
    throw error;
  });
}

test('counts each call by kind and outcome, and returns the outcome', async () => {
  const registry = new Registry();
  const declined: AuthorizeOutcome = { outcome: 'declined', declineCode: 'no' };
  const bank = measuredProvider(
    provider(() => declined),
    registry,
  );
  expect(await bank.authorize(request, signal)).toBe(declined);
  await bank.capture(request, signal);
  await bank.void(request, signal);
  await bank.lookup('k', signal);
  await measuredProvider(
    provider(() => 'lost_or_stolen_card'),
    registry,
  ).refundFailure('re_1', signal);
  const failures = [
    new PaymentRefusedError('refund_too_large', 'No.'),
    new PaymentUnavailableError('It is down.'),
    new BreakerOpenError('It is not called.'),
  ];
  for (const error of failures) {
    const refund = measuredProvider(failing(error), registry).refund(request, signal);
    await expect(refund).rejects.toBe(error);
  }
  const text = await registry.metrics();
  const counted = [...text.matchAll(/^order_payments_total\{(.+)\} ([1-9])$/gm)].map(
    ([, labels, count]) => [labels, count],
  );
  expect(counted.toSorted()).toEqual(
    [
      ['kind="authorize",outcome="declined"', '1'],
      ['kind="capture",outcome="done"', '1'],
      ['kind="void",outcome="done"', '1'],
      ['kind="refund",outcome="failed"', '1'],
      ['kind="refund",outcome="refused"', '1'],
      ['kind="refund",outcome="unavailable"', '1'],
      ['kind="refund",outcome="not_called"', '1'],
    ].toSorted(),
  );
});
