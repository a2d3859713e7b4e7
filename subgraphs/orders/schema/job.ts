import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { DateTime } from '../../../platform/graphql/scalars';
import type { JobRow, JobStateName } from '../../../platform/jobs/job-rows';

/** By what pg-boss calls them. */
export const JobState = {
  QUEUED: 'created',
  RETRYING: 'retry',
  ACTIVE: 'active',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  FAILED: 'failed',
} as const satisfies Record<string, JobStateName>;

registerEnumType(JobState, {
  name: 'JobState',
  description:
    'QUEUED → ACTIVE → COMPLETED, or RETRYING and ACTIVE again; FAILED after the last attempt.',
});

@ObjectType({
  simpleResolvers: true,
  description: 'Work in the background. It is done at least once.',
})
export class Job implements Omit<JobRow, 'rowId' | 'output'> {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'What it does, e.g. `verify`.' })
  queue: string;

  @Field(() => JobState)
  state: JobStateName;

  @Field(() => Int, { description: 'Since it was sent or was last retried by a person.' })
  attempts: number;

  @Field(() => Int)
  attemptsMax: number;

  @Field(() => DateTime, { description: 'When it was sent, or was last retried by a person.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'It is not begun, or begun again, before.' })
  startAfter: Date;

  @Field(() => DateTime, { nullable: true, description: 'When its last attempt began.' })
  startedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;
}

@ObjectType({ simpleResolvers: true })
export class JobEdge extends edgeOf(() => Job) {}

@ObjectType({ simpleResolvers: true })
export class JobConnection extends connectionOf(() => JobEdge) {}
