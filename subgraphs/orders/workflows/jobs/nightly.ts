import { z } from 'zod';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { JobOutput, JobRun, Queue } from '../../../../platform/jobs/queue';
import { jobScope } from './job-scope';

/**
 * Rows per statement and commit, so that nothing waits long for it.
 * @exceeded the next statement takes the rest
 */
export const batchMax = 1_000;
/** Batches per run, about a day's work of a busy shop; a backlog continues in the next run. */
const batchesMax = 2_000;

const expireSeconds = 3_600;
const retriesMax = 3;
const retryDelaySeconds = 60;
const retryDelaySecondsMax = 3_600;

/**
 * Deletes in batches until one is not full.
 * @param remove deletes at most `batchMax` rows and returns their number.
 * @param signal stops the run between two batches.
 * @returns the total number of deleted rows.
 */
export async function inBatches(
  remove: () => Promise<number>,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (let batch = 0; batch < batchesMax && !signal.aborted; batch += 1) {
    const deleted = await remove();
    removed += deleted;
    if (deleted < batchMax) break;
  }
  return removed;
}

/** How long a batch of another service may take. */
const callDeadlineMs = 30_000;

/**
 * Makes another service delete in batches until one is not full.
 * @param mutation takes `limit` and the other variables, and answers the number as `forgotten`.
 * @returns the total number of deleted rows.
 */
export function callInBatches(
  call: ServiceCall,
  mutation: string,
  job: Pick<JobRun, 'id' | 'signal'>,
  variables: object = {},
): Promise<number> {
  return inBatches(async () => {
    const scope = jobScope(job, callDeadlineMs);
    const input = { ...variables, limit: batchMax };
    return (await call<{ forgotten: number }>(mutation, input, scope)).forgotten;
  }, job.signal);
}

/** A nightly cleanup job. @param cron the schedule in UTC. */
export const nightly = (
  name: string,
  cron: string,
  run: (job: JobRun) => Promise<JobOutput>,
): Queue => ({
  name,
  payload: z.object({}),
  concurrencyMax: 1,
  isExclusive: true,
  retriesMax,
  retryDelaySeconds,
  retryDelaySecondsMax,
  expireSeconds,
  cron,

  run: (_, job) => run(job),
});
