import type { PaymentSettings } from '../payments/open-provider';
import { openStripe } from '../payments/stripe/client';
import { stripeMovements } from '../payments/stripe/movements';
import { readAuthority } from '../platform/net/authority';
import type { LedgerEntry } from './facts';
import { entryOf, type Ledger, ledgerAt } from './ledger';

/**
 * The ledger of the configured provider.
 * @param sandbox URL of the sandbox; not used with another provider.
 * @throws Error if the file of its CA cannot be read.
 */
export function openLedger(settings: PaymentSettings, sandbox: string): Ledger {
  switch (settings.provider) {
    case 'sandbox':
      return ledgerAt({ url: `${sandbox}/ledger`, secret: settings.sandbox.apiSecret });
    case 'stripe': {
      const authority = readAuthority(settings.authorityFile);
      const stripe = openStripe({ ...settings.stripe, authority });
      return {
        async *entries(since, signal): AsyncGenerator<LedgerEntry> {
          for await (const movement of stripeMovements(stripe, since, signal)) {
            yield entryOf(movement);
          }
        },
      };
    }
  }
}
