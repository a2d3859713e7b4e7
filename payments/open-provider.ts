import type { PaymentProvider } from './provider';
import { SandboxProvider } from './sandbox-provider';
import { StripeProvider } from './stripe-provider';

/** The part of the configuration that names the provider and opens it. */
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
  /** Where the sandbox listens; not used with another provider. */
  readonly sandbox: string;
  /** Where buyers reach this system. */
  readonly gateway: string;
}

/** The provider that the configuration names. */
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
