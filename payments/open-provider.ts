import type { PaymentProvider } from './provider';
import { SandboxProvider } from './sandbox-provider';
import { StripeProvider } from './stripe-provider';

/** The settings that select and configure the provider. */
export interface PaymentSettings {
  readonly provider: 'sandbox' | 'stripe';
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

/** Opens the configured provider. */
export function openProvider(
  { provider, sandbox, stripe }: PaymentSettings,
  addresses: PaymentAddresses,
): PaymentProvider {
  switch (provider) {
    case 'sandbox': {
      const { apiSecret, callbackSecret } = sandbox;
      return new SandboxProvider({ url: addresses.sandbox, apiSecret, callbackSecret });
    }
    case 'stripe':
      return new StripeProvider({ ...stripe, returnUrl: stripe.returnUrl ?? addresses.gateway });
  }
}
