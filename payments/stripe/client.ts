import { Agent } from 'node:https';
import Stripe from 'stripe';

const answerMsMax = 10_000;

export interface StripeClientOptions {
  readonly secretKey: string;
  /** Such as https://api.stripe.com. */
  readonly apiUrl: string;
  /** PEM of the CA of its certificate; the well-known ones if absent. */
  readonly authority?: string | undefined;
}

export function openStripe({ secretKey, apiUrl, authority }: StripeClientOptions): Stripe {
  const { protocol, hostname, port } = new URL(apiUrl);
  return new Stripe(secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port === '' ? {} : { port }),
    ...(authority !== undefined && { httpAgent: new Agent({ ca: authority, keepAlive: true }) }),
    timeout: answerMsMax,
    // The caller retries, with its own backoff and budget.
    maxNetworkRetries: 0,
    telemetry: false,
  });
}
