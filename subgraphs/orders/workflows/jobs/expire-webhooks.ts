import type { Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, inBatches, nightly } from './nightly';

export interface ExpireWebhooksDependencies {
  readonly store: Pick<OrdersStore, 'webhookDeliveries'>;
  readonly configuration: Pick<OrdersConfiguration, 'webhooks'>;
}

/** Deletes webhook deliveries past the retention setting every night, whatever their state. */
export const expireWebhooksJob = ({ store, configuration }: ExpireWebhooksDependencies): Queue =>
  nightly('expire-webhooks', '13 3 * * *', async ({ signal }) => {
    const { logDays } = configuration.webhooks;
    const expire = () => store.webhookDeliveries.expire(logDays, batchMax);
    return { dropped: await inBatches(expire, signal) };
  });
