import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import type { JobRow, JobStateName } from '../../../platform/jobs/job-rows';
import type { OrdersContext } from '../context';
import { JobConnection, JobState } from '../schema/job';
import { accountMailJobs } from '../workflows/account-mails';
import { newestJobFirst } from '../workflows/jobs';

const sorting = 'jobs';
const cursorKeys = [cursorKey.instant, cursorKey.uuid];
const placeOf = ({ createdAt, id }: JobRow): [string, string] => [createdAt.toISOString(), id];

@Resolver()
export class JobsOperation {
  @Query(() => JobConnection, {
    nullable: true,
    description: 'Background jobs of the last 30 days, newest first. ADMIN only.',
  })
  async jobs(
    @Arg('first', () => Int, firstArgument()) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Arg('state', () => JobState, {
      nullable: true,
      description: 'Only jobs in this state. Null means all states.',
    })
    state: JobStateName | null = null,
    @Arg('queue', () => String, {
      nullable: true,
      description: 'Only jobs of this queue, e.g. `verify`. Null means all queues.',
    })
    queue: string | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<Page<JobRow>> {
    const page = pageRequest(first, after, sorting, cursorKeys);
    const { jobs } = context;
    const isOwn = queue === null || jobs.queues.some(({ name }) => name === queue);
    const [own, mails] = await Promise.all([
      isOwn ? jobs.rows.list({ state, queue }, page) : [],
      accountMailJobs({ state, queue }, page, context),
    ]);
    const rows = [...own, ...mails].sort(newestJobFirst).slice(0, page.first + 1);
    return pageOf(rows, page, sorting, placeOf);
  }
}
