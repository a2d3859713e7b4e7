import { NotFoundError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { JobRow } from '../../../platform/jobs/job-rows';
import { Job } from './job';

export const RunJobResult = outcomeUnion(
  'RunJobResult',
  'The job that was sent, or the one that waits or runs already.',
  Job,
  [NotFoundError],
);
export type RunJobOutcome = JobRow | NotFoundError;
