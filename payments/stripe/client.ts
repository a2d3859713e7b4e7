import type Stripe from 'stripe';
import {
  CountingAgent,
  noOutgoingMetrics,
  type OutgoingMetrics,
} from '../../platform/telemetry/outgoing-metrics';
import { stripePackage } from './package';

const answerMsMax = 10_000;

export interface StripeClientOptions {
  readonly secretKey: string;
  /** Such as https://api.stripe.com. */
  readonly apiUrl: string;
  /** PEM of the CA of its certificate; the well-known ones if absent. */
  readonly authority?: string | undefined;
  readonly metrics?: OutgoingMetrics;
}

export function openStripe(options: StripeClientOptions): Stripe {
  const { secretKey, apiUrl, authority, metrics = noOutgoingMetrics } = options;
  const { protocol, hostname, port } = new URL(apiUrl);
  const StripePackage = stripePackage();
  const stripe = new StripePackage(secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port === '' ? {} : { port }),
    ...(protocol === 'https:' && { httpAgent: new CountingAgent(metrics, authority) }),
    timeout: answerMsMax,
    // The caller retries, with its own backoff and budget.
    maxNetworkRetries: 0,
    telemetry: false,
  });
  stripe.on('response', ({ elapsed }: Stripe.ResponseEvent) => metrics.answered(elapsed));
  return stripe;
}
