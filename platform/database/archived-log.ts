import { Client } from 'pg';
import { waitUntil } from '../process/process-table';
import { logCopyName } from './embedded-archiving';
import { endClient } from './end-client';
import { connectTimeoutMs } from './pool';

const archiveDeadlineMs = 60_000;
/** The name of a segment begins with its timeline. */
const timelineDigits = 8;

async function withClient<Result>(
  url: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  // The reason is in the rejection of connect or query; an unhandled event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await endClient(client);
  }
}

/** @throws Error if the server does not archive its log. */
export async function checkArchiving(url: string): Promise<void> {
  const mode = await withClient(url, async (client) => {
    const { rows } = await client.query<{ archive_mode: string }>('SHOW archive_mode');
    return rows[0]?.archive_mode;
  });
  if (mode === 'on' || mode === 'always') return;
  throw new Error('PostgreSQL does not archive its log (archive_mode is off). Start it again.');
}

/** Closes a segment of the log at least so often, if anything was written to it. */
export async function setArchiveTimeout(url: string, seconds: number): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ seconds: string }>(
      `SELECT setting AS seconds FROM pg_settings WHERE name = 'archive_timeout'`,
    );
    if (rows[0]?.seconds === String(seconds)) return;
    await client.query(`ALTER SYSTEM SET archive_timeout = ${seconds}`);
    await client.query('SELECT pg_reload_conf()');
  });
}

/** The identity of a cluster, which its copies have too. */
export const systemIdOf = (url: string): Promise<string> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'SELECT system_identifier::text AS id FROM pg_control_system()',
    );
    return rows[0]?.id ?? '';
  });

/** The history that the server writes; each restore begins another one. */
export const currentTimelineOf = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ segment: string }>(
      'SELECT pg_walfile_name(pg_current_wal_lsn()) AS segment',
    );
    return Number.parseInt(rows[0]?.segment.slice(0, timelineDigits) ?? '', 16);
  });

/** Whether the server keeps its log for a receiver. */
export const hasReceiverSlot = (url: string): Promise<boolean> =>
  withClient(url, async (client) => {
    const query = 'SELECT 1 FROM pg_replication_slots WHERE slot_name = $1';
    return (await client.query(query, [logCopyName])).rows.length > 0;
  });

/**
 * Drops the slot once its receiver is gone; otherwise it would retain the log of the server
 * forever.
 */
export const dropReceiverSlot = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    const query = `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
      WHERE slot_name = $1 AND NOT active`;
    await client.query(query, [logCopyName]);
  });

/** Whether a receiver gets the log as it is written. */
export const isReceiverStreaming = (url: string): Promise<boolean> =>
  withClient(url, async (client) => {
    const query = `SELECT 1 FROM pg_stat_replication
      WHERE application_name = $1 AND state = 'streaming'`;
    return (await client.query(query, [logCopyName])).rows.length > 0;
  });

/** The name of the newest segment in the archive; empty without one. */
export const lastArchivedSegment = (url: string): Promise<string> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ last: string | null }>(
      'SELECT last_archived_wal AS last FROM pg_stat_archiver',
    );
    return rows[0]?.last ?? '';
  });

/** The id of the first transaction that has not begun. */
export const nextXid = (url: string): Promise<string> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ xid: string }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot()) AS xid',
    );
    return rows[0]?.xid ?? '';
  });

export interface ArchivingFailure {
  readonly segment: string;
  readonly at: Date;
}

/** The segment that could not be archived last; null if every one was. */
const lastFailure = (url: string): Promise<ArchivingFailure | null> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ segment: string | null; at: Date }>(
      'SELECT last_failed_wal AS segment, last_failed_time AS at FROM pg_stat_archiver',
    );
    const [{ segment, at } = { segment: null, at: new Date() }] = rows;
    return segment === null ? null : { segment, at };
  });

export class NotArchivedError extends Error {
  /** @param failure null if PostgreSQL has not tried, or is late. */
  constructor(readonly failure: ArchivingFailure | null) {
    const segment =
      failure === null
        ? 'it is late'
        : `segment ${failure.segment} failed last at ${failure.at.toISOString()}`;
    super(
      `The log cannot be archived: ${segment}. docs/runbooks/archiving-fails.md has the reasons.`,
    );
    this.name = 'NotArchivedError';
  }
}

/**
 * Closes the current segment of the log, unless it is empty, and waits until all that was written is
 * in the archive.
 * @throws NotArchivedError if it is not archived in time.
 */
export async function archiveNow(url: string): Promise<void> {
  await withClient(url, async (client) => {
    // The segment of the last byte: where an empty one begins, PostgreSQL 17 names the empty one.
    const { rows } = await client.query<{ segment: string }>(
      'SELECT pg_walfile_name(pg_switch_wal() - 1::numeric) AS segment',
    );
    const segment = rows[0]?.segment ?? '';
    const isArchived = async () => (await lastArchivedSegment(url)) >= segment;
    if (await waitUntil(isArchived, archiveDeadlineMs)) return;
    throw new NotArchivedError(await lastFailure(url));
  });
}

/** Names the current moment in the log, which is not archived up to it yet. */
export const createRestorePoint = (url: string, name: string): Promise<Date> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ at: Date }>(
      'SELECT clock_timestamp() AS at FROM pg_create_restore_point($1)',
      [name],
    );
    return rows[0]?.at ?? new Date();
  });

/** Whether the server still replays its log. */
export const isInRecovery = (url: string): Promise<boolean> =>
  withClient(url, async (client) => {
    const query = 'SELECT pg_is_in_recovery() AS "isInRecovery"';
    return (await client.query<{ isInRecovery: boolean }>(query)).rows[0]?.isInRecovery ?? true;
  });
