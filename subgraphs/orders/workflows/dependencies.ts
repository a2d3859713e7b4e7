import type { Logger } from 'pino';
import type { FeatureFlags } from '../../../config/feature-flags';
import type { Configuration } from '../../../config/schema';
import type { PaymentProvider } from '../../../payments/provider';
import type { OrdersMetrics } from '../metrics';
import type { OrdersStore } from '../store';
import type { JournalRow } from '../store/journal-row';
import type { Inventory } from './inventory';

/**
 * The part of the configuration that orders reads, at the moment it needs it: limits and prices
 * may change while the process runs.
 */
export type OrdersConfiguration = Pick<
  Configuration,
  'orders' | 'pricing' | 'events' | 'webhooks' | 'mail' | 'limits'
>;

/** What every workflow works with. */
export interface WorkflowParts {
  readonly store: Pick<
    OrdersStore,
    'reads' | 'journal' | 'awaitingBuyer' | 'openWork' | 'shipments'
  >;
  readonly inventory: Inventory;
  readonly payments: PaymentProvider;
  /** Where the provider tells what became of a payment that was not decided at once. */
  readonly paymentCallbackUrl: string | undefined;
  readonly configuration: OrdersConfiguration;
  readonly flags: Pick<FeatureFlags, 'isOn'>;
  readonly metrics: OrdersMetrics;
  readonly logger: Logger;
  /** Told of every state that a workflow has written, so that nobody has to ask for it. */
  readonly published: (order: JournalRow) => void;
}
