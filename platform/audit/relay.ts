import type { Logger } from 'pino';
import { PollLoop } from '../events/poll-loop';
import { systemScope } from '../graphql/request-scope';
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
export class AuditRelay extends PollLoop<number> {
  constructor(dependencies: AuditRelayDependencies) {
    super({
      work: (stopping) => deliverAll(dependencies, stopping),
      onError: (error) =>
        dependencies.logger.warn({ err: error }, 'audit entries could not be delivered, retrying'),
      lingerMs,
      backstopMs,
    });
  }

  /** Schedules a poll for entries that are about to be written. @returns the entries that are not null. */
  readonly scheduleFor = (entries: readonly (AuditEntry | null)[]): AuditEntry[] => {
    const written = entries.filter((entry) => entry !== null);
    if (written.length > 0) this.schedule();
    return written;
  };
}

/** Delivers all waiting entries. @returns their number. */
async function deliverAll(
  { outbox, log }: AuditRelayDependencies,
  stopping: AbortSignal,
): Promise<number> {
  let delivered = 0;
  while (!stopping.aborted) {
    const waiting = await outbox.oldest(batchMax);
    if (waiting.length === 0) break;
    const entries = waiting.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() }));
    const scope = systemScope('audit', callDeadlineMs, uuidV7());
    await log(appendAuditEntries, { entries }, scope);
    await outbox.remove(waiting.map(({ id }) => id));
    delivered += waiting.length;
    if (waiting.length < batchMax) break;
  }
  return delivered;
}
