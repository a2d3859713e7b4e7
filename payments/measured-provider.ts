import type { Registry } from 'prom-client';
import { BreakerOpenError } from '../platform/resilience/breaker';
import { counterIn } from '../platform/telemetry/instruments';
import { traced } from '../platform/telemetry/tracing';
import { type PaymentProvider, PaymentRefusedError } from './provider';

const kinds = ['authorize', 'capture', 'void', 'refund'] as const;
type Kind = (typeof kinds)[number];

const failures = ['refused', 'unavailable', 'not_called'] as const;
type Failure = (typeof failures)[number];

function failureOf(error: unknown): Failure {
  if (error instanceof PaymentRefusedError) return 'refused';
  return error instanceof BreakerOpenError ? 'not_called' : 'unavailable';
}

/** A provider whose calls are counted by outcome and traced. */
export function measuredProvider(provider: PaymentProvider, registry: Registry): PaymentProvider {
  const payments = counterIn(registry, {
    name: 'order_payments_total',
    help:
      'Calls of the payment provider, by kind and outcome: done, refused, unavailable, not_called;' +
      ' of authorize what the bank said. A refund that failed after it was done: failed.',
    labelNames: ['kind', 'outcome'],
  });
  // `increase` and `rate` do not see the first event of a series that begins with it.
  for (const kind of kinds) for (const outcome of failures) payments.inc({ kind, outcome }, 0);

  async function measured<Value>(
    kind: Kind | 'lookup',
    call: () => Promise<Value>,
    outcomeOf: (value: Value) => string = () => 'done',
  ): Promise<Value> {
    const attributes = { 'payment.provider': provider.name };
    return traced(`payment ${kind}`, { role: 'client', attributes }, async (span) => {
      let outcome = 'unavailable';
      try {
        const value = await call();
        outcome = outcomeOf(value);
        return value;
      } catch (error) {
        outcome = failureOf(error);
        throw error;
      } finally {
        if (kind !== 'lookup') payments.inc({ kind, outcome });
        span?.setAttribute('payment.outcome', outcome);
      }
    });
  }

  return {
    name: provider.name,
    stepOf: (currency) => provider.stepOf(currency),
    authorize: (request, signal) =>
      measured(
        'authorize',
        () => provider.authorize(request, signal),
        ({ outcome }) => outcome,
      ),
    capture: (request, signal) => measured('capture', () => provider.capture(request, signal)),
    void: (request, signal) => measured('void', () => provider.void(request, signal)),
    refund: (request, signal) => measured('refund', () => provider.refund(request, signal)),
    async refundFailure(reference, signal) {
      const failure = await provider.refundFailure(reference, signal);
      if (failure !== null) payments.inc({ kind: 'refund', outcome: 'failed' });
      return failure;
    },
    lookup: (key, signal, reference) =>
      measured('lookup', () => provider.lookup(key, signal, reference)),
    readCallback: (headers, body) => provider.readCallback(headers, body),
  };
}
