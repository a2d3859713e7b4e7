import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import {
  type Page,
  type PageRequest,
  pageOf,
  pageRequest,
} from '../../../platform/graphql/connection';
import { badUserInput } from '../../../platform/graphql/errors';
import type { JobRow, JobStateName } from '../../../platform/jobs/job-rows';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { JobConnection, JobState } from '../schema/job';
import { firstArgument } from '../schema/order-connection';

const sorting = 'jobs';
const cursorKeys = 2;

/** A cursor that was made up must not reach the database, which would stumble over it. */
function checkedPage(first: number | null, after: string | null): PageRequest {
  const page = pageRequest(first, after, sorting, cursorKeys);
  if (page.after === null) return page;
  const [written = '', id = ''] = page.after;
  const at = new Date(written);
  if (Number.isNaN(at.getTime()) || at.toISOString() !== written || !isUuid(id)) {
    throw badUserInput('`after` is not a cursor of this list.');
  }
  return page;
}

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
    const page = checkedPage(first, after);
    const isNameless = queue !== null && !jobs.queues.some(({ name }) => name === queue);
    const rows = isNameless ? [] : await jobs.rows.list({ state, queue }, page);
    return pageOf(rows, page, sorting, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  }
}
