import type { Logger } from 'pino';
import type { FeatureFlags } from '../../../config/feature-flags';
import type { Configuration } from '../../../config/schema';
import type { PaymentProvider } from '../../../payments/provider';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { OrdersMetrics } from '../metrics';
import type { SpreadStore } from '../store';
import type { JournalRow } from '../store/journal-row';
import type { FraudAssessor } from './fraud-assessor';
import type { Inventory } from './inventory';
import type { NetworkWaits } from './network-waits';

/**
 * The configuration that orders reads on use, because limits and prices may change while the process
 * runs.
 */
export type OrdersConfiguration = Pick<
  Configuration,
  | 'auth'
  | 'encryption'
  | 'orders'
  | 'pricing'
  | 'payments'
  | 'events'
  | 'webhooks'
  | 'mail'
  | 'resilience'
  | 'limits'
  | 'telemetry'
>;

/** Dependencies of all workflows. */
export interface WorkflowDependencies {
  readonly store: Pick<
    SpreadStore,
    'reads' | 'journal' | 'fraudLinks' | 'awaitingBuyer' | 'openWork' | 'shipments'
  >;
  readonly inventory: Inventory;
  /** Called only for an order beyond the limit of an unverified account. */
  readonly users: ServiceCall;
  readonly payments: PaymentProvider;
  /** URL for the provider's callbacks about pending payments. */
  readonly paymentCallbackUrl: string | undefined;
  readonly configuration: OrdersConfiguration;
  readonly flags: Pick<FeatureFlags, 'isOn'>;
  readonly fraud: FraudAssessor;
  readonly metrics: OrdersMetrics;
  readonly logger: Logger;
  readonly networkWaits: NetworkWaits;
  /** Called with the id of each order that was accepted, to confirm its reservation. */
  readonly accepted: (orderId: string) => void;
  /**
   * Called with every state that a workflow has written, which saves reads, and with the state
   * before a write that may have had no event.
   */
  readonly published: (order: JournalRow, before?: JournalRow) => void;
}
