import type { Logger } from 'pino';
import { Rounds } from '../events/rounds';
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

export interface AuditRelayParts {
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
  private readonly rounds: Rounds;
  private isStopped = false;

  constructor(private readonly parts: AuditRelayParts) {
    this.rounds = new Rounds({
      work: () => this.once(),
      failed: (error) =>
        parts.logger.warn({ err: error }, 'audit entries could not be passed on, trying again'),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    if (!this.isStopped) this.rounds.start();
  }

  /** There is, or soon will be, an entry. Whoever writes entries also looks for them from then on. */
  readonly soon = (): void => {
    this.start();
    this.rounds.wake();
  };

  /** Those that there are, of what is about to be written: each is looked for soon. */
  readonly expect = (entries: readonly (AuditEntry | null)[]): AuditEntry[] => {
    const written = entries.filter((entry) => entry !== null);
    if (written.length > 0) this.soon();
    return written;
  };

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.rounds.stop();
  }

  /** Passes on all that waits. @returns how many entries that were. */
  async once(): Promise<number> {
    const { outbox } = this.parts;
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
    await this.parts.log(
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
