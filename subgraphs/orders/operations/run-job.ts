import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError } from '../../../platform/graphql/errors';
import type { OrdersContext } from '../context';
import { RunJobResult } from '../schema/run-job.result';

@Resolver()
export class RunJobOperation {
  @Mutation(() => RunJobResult, {
    nullable: true,
    description: 'Runs a scheduled job now, in addition to its schedule. ADMIN only.',
  })
  async runJob(
    @Arg('queue', () => String, {
      description: 'Name of a queue that has a schedule, e.g. `verify`.',
    })
    name: string,
    @Ctx() { jobs, store, viewer }: OrdersContext,
  ): Promise<RunJobResult> {
    const queue = jobs.queues.find((one) => one.name === name && one.cron !== undefined);
    if (queue === undefined) return new NotFoundError('queue that runs at a time');
    const entry = staffEntry(viewer, 'job.run', `Queue:${queue.name}`);
    if (entry) await store.auditOutbox.add(entry);
    const id = await jobs.send(queue, {});
    const job = id === null ? await jobs.rows.openOne(name) : await jobs.rows.byId(id);
    // The waiting job may have completed between the two reads.
    return job ?? (await jobs.rows.lastCompleted(name)) ?? new NotFoundError('job');
  }
}
