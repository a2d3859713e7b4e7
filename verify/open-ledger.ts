import type { PaymentSettings } from '../payments/open-provider';
import { openStripe } from '../payments/stripe/client';
import { stripeMovements } from '../payments/stripe/movements';
import { readAuthority } from '../platform/net/authority';
import { type Ledger, ledgerMovements, ledgerOver, type ReadMovements } from './ledger';

/**
 * Reads what the configured provider did.
 * @param sandbox URL of the sandbox; not used with another provider.
 * @throws Error if the file of its CA cannot be read.
 */
export function openMovements(settings: PaymentSettings, sandbox: string): ReadMovements {
  switch (settings.provider) {
    case 'sandbox': {
      const address = { url: `${sandbox}/ledger`, secret: settings.sandbox.apiSecret };
      return () => ledgerMovements(address);
    }
    case 'stripe': {
      const authority = readAuthority(settings.authorityFile);
      const stripe = openStripe({ ...settings.stripe, authority });
      return (since, signal) => stripeMovements(stripe, since, signal);
    }
  }
}

/** The ledger of the configured provider, as `openMovements` reads it. */
export const openLedger = (settings: PaymentSettings, sandbox: string): Ledger =>
  ledgerOver(openMovements(settings, sandbox));
