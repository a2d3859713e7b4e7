import type { Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, inBatches, nightly } from './nightly';

export interface ExpireWebhooksParts {
  readonly store: Pick<OrdersStore, 'webhookDeliveries'>;
  readonly configuration: Pick<OrdersConfiguration, 'webhooks'>;
}

/**
 * Drops from the log of webhooks what is older than the setting, whatever became of it.
 * @param signal ends the run between two batches.
 * @returns how many deliveries were dropped.
 */
export function expireWebhooks(
  { store, configuration }: ExpireWebhooksParts,
  signal?: AbortSignal,
): Promise<number> {
  const { logDays } = configuration.webhooks;
  return inBatches(() => store.webhookDeliveries.expire(logDays, batchMax), signal);
}

/** Every night, as a job of its own. */
export const expireWebhooksJob = (parts: ExpireWebhooksParts): Queue =>
  nightly('expire-webhooks', '13 3 * * *', async ({ signal }) => ({
    dropped: await expireWebhooks(parts, signal),
  }));
