import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { JobRow } from '../../../platform/jobs/job-rows';
import type { OrdersContext } from '../context';
import { Job } from '../schema/job';

@Resolver(() => Job)
export class JobFields {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Result of the latest attempt as JSON text, or its error message. Null if there is none yet.',
  })
  outcome(@Root() { output, state }: JobRow): string | null {
    if (output === null || output === undefined) return null;
    const { message } = output as { message?: unknown };
    if (state !== 'completed' && typeof message === 'string') return message;
    return JSON.stringify(output);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether its queue has a schedule, and `runJob` can run it.',
  })
  isScheduled(@Root() { queue }: JobRow, @Ctx() { jobs }: Pick<OrdersContext, 'jobs'>): boolean {
    return jobs.queues.some(({ name, cron }) => name === queue && cron !== undefined);
  }
}
