import type { Logger } from 'pino';
import { PollLoop } from '../../../../platform/events/poll-loop';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { askUsers } from './ask-users';

const backstopMs = 30_000;
/** A mutation and its notification come together; the mail is committed by then. */
const lingerMs = 20;

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
export class QueueAccountMails {
  private readonly pollLoop: PollLoop;
  private isStopped = false;

  constructor(private readonly dependencies: QueueAccountMailsDependencies) {
    this.pollLoop = new PollLoop({
      work: () => this.runOnce(),
      onError: (error) =>
        dependencies.logger.warn({ err: error }, 'polling for mails to accounts failed'),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    if (!this.isStopped) this.pollLoop.start();
  }

  /** Schedules a poll, also in a process that did not poll before. */
  readonly schedule = (): void => {
    this.start();
    this.pollLoop.wake();
  };

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.pollLoop.stop();
  }

  /** @returns how many mails have a job now. */
  async runOnce(): Promise<number> {
    let queued: string[] = [];
    let count = 0;
    while (!this.isStopped) {
      const { users } = this.dependencies;
      const answer = await askUsers<UnqueuedMails>(users, 'account mails', unqueuedMails, {
        queued,
      });
      queued = answer.unqueuedMails;
      if (queued.length === 0) break;
      for (const id of queued) await this.dependencies.enqueue(id);
      count += queued.length;
    }
    return count;
  }
}
