import { z } from 'zod';
import type { Queue } from '../../../platform/jobs/queue';
import type { OrdersStore } from '../store';
import type { OrdersConfiguration } from './parts';

const batchMax = 1_000;
/** Batches of a run; a backlog is gone on with the next night. */
const batchesMax = 2_000;

export interface ExpireWebhooksParts {
  readonly store: Pick<OrdersStore, 'webhookDeliveries'>;
  readonly configuration: Pick<OrdersConfiguration, 'webhooks'>;
}

/**
 * Drops from the log of webhooks what is older than the setting, whatever became of it.
 * @param signal ends the run between two batches.
 * @returns how many deliveries were dropped.
 */
export async function expireWebhooks(
  { store, configuration }: ExpireWebhooksParts,
  signal?: AbortSignal,
): Promise<number> {
  const { logDays } = configuration.webhooks;
  let dropped = 0;
  for (let batch = 0; batch < batchesMax && !signal?.aborted; batch += 1) {
    const deleted = await store.webhookDeliveries.expire(logDays, batchMax);
    dropped += deleted;
    if (deleted < batchMax) break;
  }
  return dropped;
}

const everyNight = '13 3 * * *';
const expireSeconds = 3_600;
const retriesMax = 3;
const retryDelaySeconds = 60;
const retryDelaySecondsMax = 3_600;

/** Every night, as a job of its own. */
export const expireWebhooksJob = (parts: ExpireWebhooksParts): Queue => ({
  name: 'expire-webhooks',
  payload: z.object({}),
  concurrencyMax: 1,
  isExclusive: true,
  retriesMax,
  retryDelaySeconds,
  retryDelaySecondsMax,
  expireSeconds,
  cron: everyNight,

  async run(_, { signal }) {
    return { dropped: await expireWebhooks(parts, signal) };
  },
});
