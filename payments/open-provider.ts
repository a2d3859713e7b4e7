import type { Registry } from 'prom-client';
import { readAuthority } from '../platform/net/authority';
import { outgoingMetrics } from '../platform/telemetry/outgoing-metrics';
import type { PaymentProvider } from './provider';
import { SandboxProvider } from './sandbox-provider';
import { StripeProvider } from './stripe-provider';

/** The settings that select and configure the provider. */
export interface PaymentSettings {
  readonly provider: 'sandbox' | 'stripe';
  /** PEM file with the CA of the provider, instead of the well-known ones. */
  readonly authorityFile: string | null;
  readonly sandbox: { readonly apiSecret: string; readonly callbackSecret: string };
  readonly stripe: {
    readonly secretKey: string;
    readonly webhookSecret: string;
    readonly apiUrl: string;
    readonly returnUrl: string | null;
  };
}

export interface PaymentAddresses {
  /** URL of the sandbox; not used with another provider. */
  readonly sandbox: string;
  /** URL of this system for buyers. */
  readonly gateway: string;
}

/**
 * Opens the configured provider.
 * @throws Error if the file of its CA cannot be read.
 */
export function openProvider(
  { provider, authorityFile, sandbox, stripe }: PaymentSettings,
  addresses: PaymentAddresses,
  registry: Registry,
): PaymentProvider {
  const authority = readAuthority(authorityFile);
  const metrics = outgoingMetrics(registry, 'payments');
  switch (provider) {
    case 'sandbox': {
      const { apiSecret, callbackSecret } = sandbox;
      return new SandboxProvider({
        url: addresses.sandbox,
        authority,
        metrics,
        apiSecret,
        callbackSecret,
      });
    }
    case 'stripe':
      return new StripeProvider({
        ...stripe,
        authority,
        metrics,
        returnUrl: stripe.returnUrl ?? addresses.gateway,
      });
  }
}
