import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, callInBatches, inBatches, nightly } from './nightly';

const forgetAdjustments = `mutation ($days: Int!, $limit: Int!) {
  forgotten: forgetKeys(days: $days, limit: $limit)
}`;

export interface ExpireKeysDependencies {
  readonly store: Pick<OrdersStore, 'placing' | 'fraudLinks'>;
  /** Internal schema of inventory, which stores the keys of changes of stock. */
  readonly inventory: ServiceCall;
  readonly configuration: OrdersConfiguration;
}

/**
 * Deletes idempotency keys past the retention setting every night; after that, a key counts as new.
 * Deletes what orders of more than a day ago shared, too. Each batch is a separate statement and
 * commit, so that nothing waits for it.
 */
export const expireKeysJob = ({ store, inventory, configuration }: ExpireKeysDependencies): Queue =>
  nightly('expire-keys', '43 3 * * *', async (job) => {
    const { idempotencyKeyDays: days } = configuration.orders;
    return {
      forgotten: await inBatches(() => store.placing.forgetKeys(days, batchMax), job.signal),
      adjustments: await callInBatches(inventory, forgetAdjustments, job, { days }),
      links: await inBatches(() => store.fraudLinks.forget(batchMax), job.signal),
    };
  });
