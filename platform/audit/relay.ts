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
/**
 * Characters of the details in one call, unless one entry has more: 500 entries may have more than a
 * call takes.
 * @exceeded the rest follows in the next call
 * @test platform/audit/relay.test.ts
 */
const detailCharactersMax = 1_000_000;
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

/** Divides the entries into calls, each of one entry at least. */
function* callsOf(waiting: readonly WaitingEntry[]): Generator<WaitingEntry[]> {
  let entries: WaitingEntry[] = [];
  let characters = 0;
  for (const entry of waiting) {
    const more = entry.detail?.length ?? 0;
    if (entries.length > 0 && characters + more > detailCharactersMax) {
      yield entries;
      entries = [];
      characters = 0;
    }
    entries.push(entry);
    characters += more;
  }
  if (entries.length > 0) yield entries;
}

async function deliver(
  sent: readonly WaitingEntry[],
  { outbox, log }: AuditRelayDependencies,
): Promise<void> {
  const entries = sent.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() }));
  await log(appendAuditEntries, { entries }, systemScope('audit', callDeadlineMs, uuidV7()));
  await outbox.remove(sent.map(({ id }) => id));
}

/** Delivers all waiting entries. @returns their number. */
async function deliverAll(
  dependencies: AuditRelayDependencies,
  stopping: AbortSignal,
): Promise<number> {
  let delivered = 0;
  while (!stopping.aborted) {
    const waiting = await dependencies.outbox.oldest(batchMax);
    for (const sent of callsOf(waiting)) await deliver(sent, dependencies);
    delivered += waiting.length;
    if (waiting.length < batchMax) break;
  }
  return delivered;
}
