import type { Logger } from 'pino';
import { PollLoop } from '../events/poll-loop';
import type { ServiceCall } from '../graphql/service-call';
import { uuidV7 } from '../values/uuid';
import type { AuditEntry } from './entry';

/** An entry as it waits in the database of the change that it tells of. */
export interface WaitingEntry extends AuditEntry {
  readonly at: Date;
}

/** Where entries wait: written with the change, so that neither is there without the other. */
export interface AuditOutbox {
  oldest(limit: number): Promise<WaitingEntry[]>;
  remove(ids: readonly string[]): Promise<void>;
}

export interface AuditRelayDependencies {
  readonly outbox: AuditOutbox;
  /** Who keeps the audit log. */
  readonly log: ServiceCall;
  readonly logger: Logger;
}

const batchMax = 500;
/** From a change to the look for its entry: by then it has been committed, as a rule. */
const lingerMs = 200;
const backstopMs = 10_000;
const callDeadlineMs = 10_000;

const appendAuditEntries = `mutation ($entries: [AuditEntryInput!]!) {
  appendAuditEntries(entries: $entries)
}`;

/**
 * Carries entries from an outbox to the audit log, and deletes them when the log has them. Any
 * number of processes may do so at once: an entry that is sent twice is in the log once.
 */
export class AuditRelay {
  private readonly pollLoop: PollLoop;
  private isStopped = false;

  constructor(private readonly dependencies: AuditRelayDependencies) {
    this.pollLoop = new PollLoop({
      work: () => this.runOnce(),
      onError: (error) =>
        dependencies.logger.warn(
          { err: error },
          'audit entries could not be passed on, trying again',
        ),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    if (!this.isStopped) this.pollLoop.start();
  }

  /** An entry was written, or will be shortly: poll for it. */
  readonly schedule = (): void => {
    this.start();
    this.pollLoop.wake();
  };

  /** Schedules a poll for entries that are about to be written. @returns those that are not null. */
  readonly scheduleFor = (entries: readonly (AuditEntry | null)[]): AuditEntry[] => {
    const written = entries.filter((entry) => entry !== null);
    if (written.length > 0) this.schedule();
    return written;
  };

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.pollLoop.stop();
  }

  /** Passes on all that waits. @returns how many entries that were. */
  async runOnce(): Promise<number> {
    const { outbox } = this.dependencies;
    let passedOn = 0;
    while (!this.isStopped) {
      const entries = await outbox.oldest(batchMax);
      if (entries.length === 0) break;
      await this.send(entries);
      await outbox.remove(entries.map(({ id }) => id));
      passedOn += entries.length;
      if (entries.length < batchMax) break;
    }
    return passedOn;
  }

  private async send(entries: readonly WaitingEntry[]): Promise<void> {
    const requestId = uuidV7();
    await this.dependencies.log(
      appendAuditEntries,
      { entries: entries.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })) },
      {
        viewer: { kind: 'system', cause: 'audit' },
        requestId,
        signal: AbortSignal.timeout(callDeadlineMs),
      },
    );
  }
}
