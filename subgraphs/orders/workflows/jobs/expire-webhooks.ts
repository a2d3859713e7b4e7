import type { Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, inBatches, nightly } from './nightly';

export interface ExpireWebhooksDependencies {
  readonly store: Pick<OrdersStore, 'webhookDeliveries'>;
  readonly configuration: Pick<OrdersConfiguration, 'webhooks'>;
}

/**
 * Deletes webhook deliveries past the retention setting, whatever their state.
 * @param signal stops the run between two batches.
 * @returns the number of deleted deliveries.
 */
export function expireWebhooks(
  { store, configuration }: ExpireWebhooksDependencies,
  signal?: AbortSignal,
): Promise<number> {
  const { logDays } = configuration.webhooks;
  return inBatches(() => store.webhookDeliveries.expire(logDays, batchMax), signal);
}

/** The job, which runs every night. */
export const expireWebhooksJob = (dependencies: ExpireWebhooksDependencies): Queue =>
  nightly('expire-webhooks', '13 3 * * *', async ({ signal }) => ({
    dropped: await expireWebhooks(dependencies, signal),
  }));
