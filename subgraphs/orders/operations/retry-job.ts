import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError } from '../../../platform/graphql/errors';
import { assertNever } from '../../../platform/values/assert-never';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { JobStateError } from '../schema/job-state-error';
import { RetryJobResult } from '../schema/retry-job.result';
import { accountMailJob, retryAccountMail } from '../workflows/account-mails';

@Resolver()
export class RetryJobOperation {
  @Mutation(() => RetryJobResult, {
    nullable: true,
    description:
      'Runs a FAILED job again, with all its attempts. A job that runs or waits is returned unchanged. ADMIN only.',
  })
  async retryJob(
    @Arg('id', () => ID, { description: 'Id of the job to run again.' }) id: string,
    @Ctx() context: OrdersContext,
  ): Promise<RetryJobResult> {
    const { jobs, store, viewer } = context;
    const own = isUuid(id) ? await jobs.rows.byId(id) : null;
    const job = own ?? (isUuid(id) ? await accountMailJob(id, context) : null);
    if (job === null) return new NotFoundError('job');
    if (job.state === 'completed' || job.state === 'cancelled') return new JobStateError(job.state);
    if (job.state !== 'failed') return job;
    const entry = staffEntry(viewer, 'job.retry', `Job:${job.id}`, { queue: job.queue });
    if (entry) await store.auditOutbox.add(entry);
    if (own === null) {
      await retryAccountMail(id, context);
      return (await accountMailJob(id, context)) ?? job;
    }
    const outcome = await jobs.retry(job);
    switch (outcome) {
      case 'retried':
        return (await jobs.rows.byId(job.id)) ?? job;
      case 'another one waits':
        return new JobStateError(job.state);
      default:
        return assertNever(outcome);
    }
  }
}
