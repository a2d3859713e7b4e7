import { expect, it } from 'vitest';
import { openForFile } from '../../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../../platform/values/uuid';
import { AccountMails } from '../../testing/account-mails';
import { jobsRoom } from '../../testing/jobs-room';
import { sendAccountMailQueue } from './send-account-mail';

const mails = new AccountMails();
const hasty = { retryDelaySeconds: 1, retryDelaySecondsMax: 1 };
const queue = { ...sendAccountMailQueue({ users: mails.call }), ...hasty };
const room = openForFile(() => jobsRoom(() => [queue]));

it('ends the job of a mail once users has sent it, and not before', {
  timeout: 60_000,
}, async () => {
  const mailId = mails.add('created', '2026-11-29T10:00:00.000Z');
  const id = (await room.jobs.send(queue, { mailId }, { key: mailId })) ?? '';
  await room.until(id, 'retry');
  mails.change(mailId, 'completed');
  const { output } = await room.until(id, 'completed');
  expect(output).toEqual({ mail: 'none', because: 'users sends it' });
});

it('ends the job of a mail that is deleted', { timeout: 60_000 }, async () => {
  const id = (await room.jobs.send(queue, { mailId: uuidV7() })) ?? '';
  await room.until(id, 'completed');
});
