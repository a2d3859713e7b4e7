import { z } from 'zod';
import type { JobOutput, JobRun, Queue } from '../../../../platform/jobs/queue';

/** Rows of one statement and commit, so that nothing waits for it long. */
export const batchMax = 1_000;
/** Batches of a run, about what a busy shop takes in on a day; a backlog is gone on with next time. */
const batchesMax = 2_000;

const expireSeconds = 3_600;
const retriesMax = 3;
const retryDelaySeconds = 60;
const retryDelaySecondsMax = 3_600;

/**
 * Deletes batch by batch until one is not full.
 * @param remove deletes at most `batchMax` rows. @returns how many it deleted.
 * @param signal ends the run between two batches.
 * @returns how many were deleted in all.
 */
export async function inBatches(
  remove: () => Promise<number>,
  signal?: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (let batch = 0; batch < batchesMax && !signal?.aborted; batch += 1) {
    const deleted = await remove();
    removed += deleted;
    if (deleted < batchMax) break;
  }
  return removed;
}

/** A job that sweeps once a night. @param cron when, in UTC. */
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
