import type { Logger } from 'pino';
import { PollLoop } from '../events/poll-loop';
import type { ServiceCall } from '../graphql/service-call';
import { uuidV7 } from '../values/uuid';
import type { AuditEntry } from './entry';

/** An entry in the outbox of the database that the change was made in. */
export interface WaitingEntry extends AuditEntry {
  readonly at: Date;
}

/** The outbox: an entry is written in the transaction of its change. */
export interface AuditOutbox {
  oldest(limit: number): Promise<WaitingEntry[]>;
  remove(ids: readonly string[]): Promise<void>;
}

export interface AuditRelayDependencies {
  readonly outbox: AuditOutbox;
  /** The service that stores the audit log. */
  readonly log: ServiceCall;
  readonly logger: Logger;
}

const batchMax = 500;
/** Delay between a change and the poll for its entry; usually it is committed by then. */
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
        dependencies.logger.warn({ err: error }, 'audit entries could not be delivered, retrying'),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    if (!this.isStopped) this.pollLoop.start();
  }

  /** Call after an entry was written, or shortly before: schedules a poll. */
  readonly schedule = (): void => {
    this.start();
    this.pollLoop.wake();
  };

  /** Schedules a poll for entries that are about to be written. @returns the entries that are not null. */
  readonly scheduleFor = (entries: readonly (AuditEntry | null)[]): AuditEntry[] => {
    const written = entries.filter((entry) => entry !== null);
    if (written.length > 0) this.schedule();
    return written;
  };

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.pollLoop.stop();
  }

  /** Delivers all waiting entries. @returns their number. */
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
