import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { JobRow } from '../../../platform/jobs/job-rows';
import { Job } from './job';

export const RunJobResult = outcomeUnion(
  'RunJobResult',
  'The job that was created, or the one that already waits or runs. NotFoundError if the queue has no schedule.',
  Job,
  [NotFoundError],
);
export type RunJobResult = OutcomeOf<typeof RunJobResult, JobRow>;
