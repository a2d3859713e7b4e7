import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { JobRun, Queue } from '../../../../platform/jobs/queue';
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
 * Deletes idempotency keys past the retention setting; after that, a key counts as new. Deletes what
 * orders of more than a day ago shared, too. Each batch is a separate statement and commit, so that
 * nothing waits for it.
 * @param job its signal stops the run between two batches.
 * @returns the number of keys deleted here, of adjustStock in inventory, and of links.
 */
export async function expireKeys(
  { store, inventory, configuration }: ExpireKeysDependencies,
  job: Pick<JobRun, 'id' | 'signal'>,
): Promise<{ forgotten: number; adjustments: number; links: number }> {
  const { idempotencyKeyDays: days } = configuration.orders;
  const forgotten = await inBatches(() => store.placing.forgetKeys(days, batchMax), job.signal);
  const adjustments = await callInBatches(inventory, forgetAdjustments, job, { days });
  const links = await inBatches(() => store.fraudLinks.forget(batchMax), job.signal);
  return { forgotten, adjustments, links };
}

/** The job, which runs every night. */
export const expireKeysJob = (dependencies: ExpireKeysDependencies): Queue =>
  nightly('expire-keys', '43 3 * * *', (job) => expireKeys(dependencies, job));
