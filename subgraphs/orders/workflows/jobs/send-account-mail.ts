import { z } from 'zod';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { Queue } from '../../../../platform/jobs/queue';
import { accountMailJob, accountMailQueue } from '../account-mails';
import { jobScope } from './job-scope';

const callDeadlineMs = 10_000;
const concurrencyMax = 4;
const expireSeconds = 120;
const retryDelaySeconds = 5;
const retryDelaySecondsMax = 300;
/** Retries; with their pauses they cover a day, as those of the mail itself do. */
const retriesMax = 300;

const payload = z.object({ mailId: z.uuid() });

/**
 * Jobs of the previous version, which queued mails to accounts here. Users sends these mails, too;
 * their jobs wait for that, so that the previous version finds them if it comes back.
 */
export const sendAccountMailQueue = ({
  users,
}: {
  readonly users: ServiceCall;
}): Queue<z.output<typeof payload>> => ({
  name: accountMailQueue,
  payload,
  concurrencyMax,
  retriesMax,
  retryDelaySeconds,
  retryDelaySecondsMax,
  expireSeconds,

  async run({ mailId }, job) {
    const scope = jobScope(job, callDeadlineMs);
    const mail = await accountMailJob(mailId, { ...scope, users });
    const isOpen = mail !== null && mail.finishedAt === null;
    if (isOpen) throw new Error('Users has not sent this mail yet.');
    return { mail: 'none', because: 'users sends it' };
  },
});
