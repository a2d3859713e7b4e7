import { describe, expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { jobsRoom, testQueue } from '../testing/jobs-room';
import { person } from '../testing/reading-room';

const adminId = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';
const admin = person(adminId, 'ADMIN');
const runJob = `mutation ($queue: String!) {
  runJob(queue: $queue) { __typename ... on Job { id queue state } ... on NotFoundError { code } }
}`;
const testMs = 60_000;

const held = Promise.withResolvers<undefined>();
const nightly = testQueue('nightly', () => held.promise);
const sentOnly = { ...testQueue('sent', async () => undefined), cron: undefined };

const room = openForFile(() => jobsRoom(() => [nightly, sentOnly]));

const run = async (queue: string) => (await room.ask(admin, runJob, { queue })).data?.runJob;

describe('runJob', () => {
  it(
    'runs now what runs at its time, once at a time',
    async () => {
      const job = await run('nightly');
      expect(job).toMatchObject({ __typename: 'Job', queue: 'nightly' });
      await room.until(job.id, 'active');
      expect(await run('nightly')).toEqual({ ...job, state: 'ACTIVE' });
      held.resolve(undefined);
      await room.until(job.id, 'completed');
      const { rows } = await room.pool.query('SELECT action, subject FROM audit_outbox');
      expect(rows).toEqual(Array(2).fill({ action: 'job.run', subject: 'Queue:nightly' }));
    },
    testMs,
  );

  it('runs nothing that there is not, or that is sent by what it is about', async () => {
    for (const queue of ['sent', 'dead-letters', '']) {
      expect(await run(queue)).toEqual({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    }
  });
});
