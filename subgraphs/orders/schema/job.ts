import { Field, ID, Int } from 'type-graphql';
import { connectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import type { JobRow, JobStateName } from '../../../platform/jobs/job-rows';

/** The states of a job, each with pg-boss's name for it. */
export const JobState = {
  QUEUED: 'created',
  RETRYING: 'retry',
  ACTIVE: 'active',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  FAILED: 'failed',
} as const satisfies Record<string, JobStateName>;

describeEnum(
  JobState,
  'JobState',
  'State of a job: QUEUED → ACTIVE → COMPLETED; a failed attempt leads to RETRYING, the last one to FAILED.',
  {
    QUEUED: 'Waits for its first attempt.',
    RETRYING: 'Failed, and waits for its next attempt.',
    ACTIVE: 'An attempt is in progress.',
    COMPLETED: 'Completed with success; it does not run again.',
    CANCELLED: 'Cancelled before it completed; it does not run again.',
    FAILED: 'Its last attempt failed. `retryJob` runs it again.',
  },
);

@PlainType('A background job. It runs at least once. Visible to ADMIN.')
export class Job implements Omit<JobRow, 'rowId' | 'output'> {
  @Field(() => ID, { description: 'Id of the job, the same over all retries.' })
  id: string;

  @Field(() => String, {
    description: 'Name of the queue, which says what the job does, e.g. `verify`.',
  })
  queue: string;

  @Field(() => JobState, { description: 'State of the job now.' })
  state: JobStateName;

  @Field(() => Int, {
    description: 'Attempts begun since the job was created or last retried by `retryJob`.',
  })
  attempts: number;

  @Field(() => Int, { description: 'Number of attempts after which the job is FAILED.' })
  attemptsMax: number;

  @Field(() => DateTime, {
    description: 'When the job was created, or last retried by `retryJob`.',
  })
  createdAt: Date;

  @Field(() => DateTime, { description: 'Earliest time at which the next attempt begins.' })
  startAfter: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the latest attempt began; null before the first.',
  })
  startedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the job completed or failed for good; null until then.',
  })
  finishedAt: Date | null;
}

@PlainType('A job and its position in the list.')
export class JobEdge extends edgeOf(() => Job) {}

@PlainType('One page of background jobs. Visible to ADMIN.')
export class JobConnection extends connectionOf(JobEdge) {}
