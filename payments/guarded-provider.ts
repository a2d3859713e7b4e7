import type { Registry } from 'prom-client';
import { Breaker } from '../platform/resilience/breaker';
import type { ResilienceSettings } from '../platform/resilience/resilience-settings';
import { measuredProvider } from './measured-provider';
import { type PaymentProvider, PaymentUnavailableError } from './provider';

/**
 * A provider behind a circuit breaker: while it keeps failing, calls fail at once with
 * BreakerOpenError instead of waiting for their deadline. The outcome of each call is counted.
 */
export function guardedProvider(
  provider: PaymentProvider,
  registry: Registry,
  settings: ResilienceSettings,
): PaymentProvider {
  const breaker = new Breaker({
    name: `payments-${provider.name}`,
    registry,
    isFault: (error) => error instanceof PaymentUnavailableError,
    settings,
  });
  const guarded: PaymentProvider = {
    name: provider.name,
    stepOf: (currency) => provider.stepOf(currency),
    authorize: (request, signal) =>
      breaker.call((within) => provider.authorize(request, within), signal),
    capture: (request, signal) =>
      breaker.call((within) => provider.capture(request, within), signal),
    void: (request, signal) => breaker.call((within) => provider.void(request, within), signal),
    refund: (request, signal) => breaker.call((within) => provider.refund(request, within), signal),
    refundFailure: (reference, signal) =>
      breaker.call((within) => provider.refundFailure(reference, within), signal),
    lookup: (key, signal, reference) =>
      breaker.call((within) => provider.lookup(key, within, reference), signal),
    readCallback: (headers, body) => provider.readCallback(headers, body),
  };
  return measuredProvider(guarded, registry);
}
