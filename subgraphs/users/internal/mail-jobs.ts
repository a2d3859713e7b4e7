import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { JobStateName } from '../../../platform/jobs/job-rows';
import { isUuid } from '../../../platform/values/uuid';
import type { UsersContext } from '../context';
import { MailJob } from '../schema/mail-job';

@Resolver()
export class MailJobsOperation {
  @Query(() => [MailJob], {
    description: 'Mails to accounts as background jobs, newest first, for the list of an ADMIN.',
  })
  async mailJobs(
    @Arg('first', () => Int) first: number,
    @Arg('id', () => ID, { nullable: true }) id: string | null = null,
    @Arg('state', () => String, { nullable: true }) state: JobStateName | null = null,
    @Arg('afterCreatedAt', () => DateTime, { nullable: true }) createdAt: Date | null = null,
    @Arg('afterId', () => ID, { nullable: true }) afterId: string | null = null,
    @Ctx() { store }: UsersContext,
  ): Promise<MailJob[]> {
    if (![id, afterId].every((one) => one === null || isUuid(one))) return [];
    const after = createdAt && afterId ? { createdAt, id: afterId } : null;
    const rows = await store.mailQueue.jobs({ id, state, after, first });
    return rows.map((row) => ({ ...row, output: JSON.stringify(row.output) }));
  }
}
