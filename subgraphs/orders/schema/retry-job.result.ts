import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { JobRow } from '../../../platform/jobs/job-rows';
import { Job } from './job';
import { JobStateError } from './job-state-error';

export const RetryJobResult = outcomeUnion(
  'RetryJobResult',
  'The job, which waits for its next attempt, or why it is not retried.',
  Job,
  [JobStateError, NotFoundError],
);
export type RetryJobResult = OutcomeOf<typeof RetryJobResult, JobRow>;
