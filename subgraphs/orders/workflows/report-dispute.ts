import type { OpenedDispute } from '../../../payments/provider';
import type { Logger } from '../../../platform/telemetry/logger';
import type { OrdersMetrics } from '../metrics';

/** Reports disputes to people, who answer them at the provider: the order does not change. */
export const disputeReporter =
  (metrics: Pick<OrdersMetrics, 'paymentsDisputed'>, logger: Pick<Logger, 'warn'>) =>
  (dispute: OpenedDispute): void => {
    metrics.paymentsDisputed.inc();
    logger.warn({ dispute }, 'payment disputed');
  };
