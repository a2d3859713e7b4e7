import { asSystem, type RequestScope } from '../../../../platform/graphql/request-scope';
import type { JobRun } from '../../../../platform/jobs/queue';

/** The scope of a job's call to another service, which names the job and is aborted with it. */
export const jobScope = (
  { id, signal }: Pick<JobRun, 'id' | 'signal'>,
  deadlineMs: number,
): RequestScope =>
  asSystem(
    { requestId: id, signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]) },
    `Job:${id}`,
  );
