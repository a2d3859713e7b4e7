import { describe, expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { AccountMails } from '../testing/account-mails';
import { jobsRoom, testQueue } from '../testing/jobs-room';
import { person } from '../testing/reading-room';

const adminId = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';
const admin = person(adminId, 'ADMIN');
const retryJob = `mutation ($id: ID!) {
  retryJob(id: $id) {
    __typename
    ... on Job { id state outcome }
    ... on JobStateError { code message state }
    ... on NotFoundError { code }
  }
}`;
const testMs = 90_000;

let repaired = Promise.withResolvers<undefined>();
const queue = testQueue('repairable', () => repaired.promise);

const mails = new AccountMails();

const room = openForFile(() => jobsRoom(() => [queue], mails.call));

async function failed(): Promise<string> {
  repaired = Promise.withResolvers();
  // A job counts as active a moment before it runs: nobody handles the rejection then.
  repaired.promise.catch(() => undefined);
  const id = (await room.jobs.send(queue, {})) ?? '';
  await room.until(id, 'active');
  repaired.reject(new Error('The disk is full.'));
  await room.until(id, 'failed');
  repaired = Promise.withResolvers();
  return id;
}

const retry = async (id: string, viewer = admin) =>
  (await room.ask(viewer, retryJob, { id })).data?.retryJob;

describe('retryJob', () => {
  it(
    'runs a failed job again under its id, and leaves it alone while it runs',
    async () => {
      const id = await failed();
      expect(await retry(id)).toMatchObject({ __typename: 'Job', id });
      await room.until(id, 'active');
      expect(await retry(id)).toMatchObject({ __typename: 'Job', id, state: 'ACTIVE' });
      repaired.resolve(undefined);
      await room.until(id, 'completed');
      expect(await retry(id)).toMatchObject({ code: 'JOB_STATE', state: 'COMPLETED' });
    },
    testMs,
  );

  it(
    'has another job of an exclusive queue go first',
    async () => {
      const id = await failed();
      const other = (await room.jobs.send(queue, {})) ?? '';
      await room.until(other, 'active');
      expect(await retry(id)).toMatchObject({ code: 'JOB_STATE', state: 'FAILED' });
      repaired.resolve(undefined);
      await room.until(other, 'completed');
      expect(await retry(id)).toMatchObject({ __typename: 'Job', id });
      await room.until(id, 'completed');
    },
    testMs,
  );

  it(
    'is in the audit log',
    async () => {
      const id = await failed();
      await retry(id);
      const { rows } = await room.pool.query(
        'SELECT actor, action, detail FROM audit_outbox WHERE subject = $1',
        [`Job:${id}`],
      );
      const detail = '{"queue":"repairable"}';
      expect(rows).toEqual([{ actor: `User:${adminId}`, action: 'job.retry', detail }]);
      repaired.resolve(undefined);
      await room.until(id, 'completed');
    },
    testMs,
  );

  it('has users send a mail again that failed for good, and no other', async () => {
    const sent = mails.add('completed', '2026-11-29T10:00:00.000Z');
    expect(await retry(sent)).toMatchObject({ code: 'JOB_STATE', state: 'COMPLETED' });
    const refused = mails.add('failed', '2026-11-29T10:00:00.000Z');
    expect(await retry(refused)).toMatchObject({ __typename: 'Job', state: 'QUEUED' });
    expect(mails.retried).toEqual([refused]);
    const detail = '{"queue":"send-account-mail"}';
    const { rows } = await room.pool.query('SELECT detail FROM audit_outbox WHERE subject = $1', [
      `Job:${refused}`,
    ]);
    expect(rows).toEqual([{ detail }]);
  });

  it('finds no job where there is none', async () => {
    for (const id of [adminId, 'x', '']) {
      expect(await retry(id)).toEqual({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    }
  });
});
