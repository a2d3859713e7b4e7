import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { cursorKey, type Page, pageOf, pageRequest } from '../../../platform/graphql/connection';
import type { JobRow, JobStateName } from '../../../platform/jobs/job-rows';
import type { OrdersContext } from '../context';
import { JobConnection, JobState } from '../schema/job';
import { firstArgument } from '../schema/order-connection';

const sorting = 'jobs';
const cursorKeys = [cursorKey.instant, cursorKey.uuid];

@Resolver()
export class JobsOperation {
  @Query(() => JobConnection, {
    nullable: true,
    description: 'Background jobs of the last 30 days, newest first. ADMIN.',
  })
  async jobs(
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null = null,
    @Arg('state', () => JobState, { nullable: true }) state: JobStateName | null = null,
    @Arg('queue', () => String, { nullable: true, description: 'Of one queue, e.g. `verify`.' })
    queue: string | null = null,
    @Ctx() { jobs }: OrdersContext,
  ): Promise<Page<JobRow>> {
    const page = pageRequest(first, after, sorting, cursorKeys);
    const isNameless = queue !== null && !jobs.queues.some(({ name }) => name === queue);
    const rows = isNameless ? [] : await jobs.rows.list({ state, queue }, page);
    return pageOf(rows, page, sorting, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  }
}
