import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { JobRun, Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, inBatches, nightly } from './nightly';

const forgetAdjustments = `mutation ($days: Int!, $limit: Int!) {
  forgotten: forgetKeys(days: $days, limit: $limit)
}`;
const callDeadlineMs = 30_000;

export interface ExpireKeysDependencies {
  readonly store: Pick<OrdersStore, 'placing'>;
  /** Internal schema of inventory, which stores the keys of adjustStock. */
  readonly inventory: ServiceCall;
  readonly configuration: OrdersConfiguration;
}

/**
 * Deletes idempotency keys past the retention setting; after that, a key counts as new. Each batch
 * is a separate statement and commit, so that nothing waits for it.
 * @param signal stops the run between two batches.
 * @returns the number of keys deleted here, and of adjustStock in inventory.
 */
export async function expireKeys(
  { store, inventory, configuration }: ExpireKeysDependencies,
  { id, signal }: Pick<JobRun, 'id' | 'signal'>,
): Promise<{ forgotten: number; adjustments: number }> {
  const { idempotencyKeyDays: days } = configuration.orders;
  const forgotten = await inBatches(() => store.placing.forgetKeys(days, batchMax), signal);
  const viewer = { kind: 'system', cause: `Job:${id}` } as const;
  const adjustments = await inBatches(async () => {
    const scope = {
      viewer,
      requestId: id,
      signal: AbortSignal.any([signal, AbortSignal.timeout(callDeadlineMs)]),
    };
    const variables = { days, limit: batchMax };
    return (await inventory<{ forgotten: number }>(forgetAdjustments, variables, scope)).forgotten;
  }, signal);
  return { forgotten, adjustments };
}

/** Runs every night. */
export const expireKeysJob = (dependencies: ExpireKeysDependencies): Queue =>
  nightly('expire-keys', '43 3 * * *', (job) => expireKeys(dependencies, job));
