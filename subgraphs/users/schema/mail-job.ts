import { Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import type { JobRow, JobStateName } from '../../../platform/jobs/job-rows';

/** A mail as one of the background jobs. It contains nothing about the account. */
@PlainType()
export class MailJob implements Omit<JobRow, 'output'> {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  rowId: string;

  @Field(() => String)
  queue: string;

  @Field(() => String, { description: 'The name that pg-boss has for the state.' })
  state: JobStateName;

  @Field(() => Int)
  attempts: number;

  @Field(() => Int)
  attemptsMax: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  startAfter: Date;

  @Field(() => DateTime, { nullable: true })
  startedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;

  @Field(() => String, { description: 'Result of the latest attempt, or null, as JSON.' })
  output: string;
}
