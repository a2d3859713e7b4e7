import { Field } from 'type-graphql';
import { ErrorType, type UserError } from '../../../platform/graphql/errors';
import type { JobStateName } from '../../../platform/jobs/job-rows';
import { JobState } from './job';

@ErrorType('The job has not failed, or another job of its queue has to run first.')
export class JobStateError implements UserError {
  readonly code = 'JOB_STATE';
  readonly message: string;

  @Field(() => JobState, { description: 'State of the job now.' })
  readonly state: JobStateName;

  constructor(state: JobStateName) {
    this.state = state;
    this.message =
      state === 'failed'
        ? 'Another job of its queue waits or runs: retry it when that one has ended.'
        : 'It has ended otherwise than by failing, and is not run again.';
  }
}
