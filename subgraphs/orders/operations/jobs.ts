import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import type { JobRow, JobStateName } from '../../../platform/jobs/job-rows';
import type { OrdersContext } from '../context';
import { JobConnection, JobState } from '../schema/job';

const sorting = 'jobs';
const cursorKeys = [cursorKey.instant, cursorKey.uuid];

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
    @Ctx() { jobs }: OrdersContext,
  ): Promise<Page<JobRow>> {
    const page = pageRequest(first, after, sorting, cursorKeys);
    const isNameless = queue !== null && !jobs.queues.some(({ name }) => name === queue);
    const rows = isNameless ? [] : await jobs.rows.list({ state, queue }, page);
    return pageOf(rows, page, sorting, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  }
}
