import type { Logger } from 'pino';
import { PollLoop } from '../../../../platform/events/poll-loop';
import { systemScope } from '../../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { uuidV7 } from '../../../../platform/values/uuid';

const backstopMs = 30_000;
/** Notifications within this time are handled by one poll; the mail is committed by then. */
const lingerMs = 20;
const callDeadlineMs = 10_000;

const unqueuedMails = 'mutation ($queued: [ID!]!) { unqueuedMails(queued: $queued) }';

interface UnqueuedMails {
  readonly unqueuedMails: string[];
}

export interface QueueAccountMailsDependencies {
  readonly users: ServiceCall;
  /** Stores a job that sends the mail; a second one for the same mail has no effect. */
  readonly enqueue: (mailId: string) => Promise<unknown>;
  readonly logger: Logger;
}

/**
 * Makes jobs of the mails that users has stored with its changes. Users notifies at once; a poll
 * every half minute finds missed ones. Any number of processes may do so: a crash between storing
 * the job and reporting it stores the job again, which is merged with the first.
 */
export function queueAccountMails(dependencies: QueueAccountMailsDependencies): PollLoop<number> {
  return new PollLoop({
    work: (stopping) => queueAll(dependencies, stopping),
    onError: (error) =>
      dependencies.logger.warn({ err: error }, 'polling for mails to accounts failed'),
    lingerMs,
    backstopMs,
  });
}

/** Stores a job for each mail without one. @returns the number of mails. */
async function queueAll(
  { users, enqueue }: QueueAccountMailsDependencies,
  stopping: AbortSignal,
): Promise<number> {
  let queued: string[] = [];
  let count = 0;
  while (!stopping.aborted) {
    const scope = systemScope('account mails', callDeadlineMs, uuidV7());
    queued = (await users<UnqueuedMails>(unqueuedMails, { queued }, scope)).unqueuedMails;
    if (queued.length === 0) break;
    for (const id of queued) await enqueue(id);
    count += queued.length;
  }
  return count;
}
