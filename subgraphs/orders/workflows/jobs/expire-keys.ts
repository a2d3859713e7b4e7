import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { JobRun, Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, inBatches, nightly } from './nightly';

const forgetAdjustments = `mutation ($days: Int!, $limit: Int!) {
  forgotten: forgetKeys(days: $days, limit: $limit)
}`;
const callDeadlineMs = 30_000;

export interface ExpireKeysParts {
  readonly store: Pick<OrdersStore, 'placing'>;
  /** Its internal schema: it keeps the keys of adjustStock. */
  readonly inventory: ServiceCall;
  readonly configuration: OrdersConfiguration;
}

/**
 * Forgets idempotency keys that are older than the setting: from then on such a key is new. A
 * batch is a statement and a commit of its own, so that nothing waits for it.
 * @param signal ends the run between two batches.
 * @returns how many keys were forgotten here, and how many of adjustStock in inventory.
 */
export async function expireKeys(
  { store, inventory, configuration }: ExpireKeysParts,
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

/** Every night, as a job of its own. */
export const expireKeysJob = (parts: ExpireKeysParts): Queue =>
  nightly('expire-keys', '43 3 * * *', (job) => expireKeys(parts, job));
