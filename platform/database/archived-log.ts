import { waitUntil } from '../process/process-table';
import { logCopyName } from './embedded-archiving';
import { queryOnce } from './own-connection';

const archiveDeadlineMs = 60_000;
/** The name of a segment begins with its timeline. */
const timelineDigits = 8;

/** @throws Error if the server does not archive its log. */
export async function checkArchiving(url: string): Promise<void> {
  const [shown] = await queryOnce<{ archive_mode: string }>(url, 'SHOW archive_mode');
  if (shown?.archive_mode === 'on' || shown?.archive_mode === 'always') return;
  throw new Error('PostgreSQL does not archive its log (archive_mode is off). Start it again.');
}

/** Closes a segment of the log at least so often, if anything was written to it. */
export async function setArchiveTimeout(url: string, seconds: number): Promise<void> {
  const current = `SELECT setting AS seconds FROM pg_settings WHERE name = 'archive_timeout'`;
  const [row] = await queryOnce<{ seconds: string }>(url, current);
  if (row?.seconds === String(seconds)) return;
  await queryOnce(url, `ALTER SYSTEM SET archive_timeout = ${seconds}`);
  await queryOnce(url, 'SELECT pg_reload_conf()');
}

/** The text that a statement returns as `found`; empty if it returns none. */
async function textOf(url: string, statement: string): Promise<string> {
  const [row] = await queryOnce<{ found: string | null }>(url, statement);
  return row?.found ?? '';
}

/** The identity of a cluster, which its copies have too. */
export const systemIdOf = (url: string): Promise<string> =>
  textOf(url, 'SELECT system_identifier::text AS found FROM pg_control_system()');

/** The history that the server writes; each restore begins another one. */
export async function currentTimelineOf(url: string): Promise<number> {
  const segment = await textOf(url, 'SELECT pg_walfile_name(pg_current_wal_lsn()) AS found');
  return Number.parseInt(segment.slice(0, timelineDigits), 16);
}

/** Whether the server keeps its log for a receiver. */
export async function hasReceiverSlot(url: string): Promise<boolean> {
  const slot = 'SELECT 1 FROM pg_replication_slots WHERE slot_name = $1';
  return (await queryOnce(url, slot, [logCopyName])).length > 0;
}

/**
 * Drops the slot once its receiver is gone; otherwise it would retain the log of the server
 * forever.
 */
export async function dropReceiverSlot(url: string): Promise<void> {
  const drop = `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
    WHERE slot_name = $1 AND NOT active`;
  await queryOnce(url, drop, [logCopyName]);
}

/** Whether a receiver gets the log as it is written. */
export async function isReceiverStreaming(url: string): Promise<boolean> {
  const receiver = `SELECT 1 FROM pg_stat_replication
    WHERE application_name = $1 AND state = 'streaming'`;
  return (await queryOnce(url, receiver, [logCopyName])).length > 0;
}

/** The name of the newest segment in the archive; empty without one. */
export const lastArchivedSegment = (url: string): Promise<string> =>
  textOf(url, 'SELECT last_archived_wal AS found FROM pg_stat_archiver');

/** The id of the first transaction that has not begun. */
export const nextXid = (url: string): Promise<string> =>
  textOf(url, 'SELECT pg_snapshot_xmax(pg_current_snapshot()) AS found');

export interface ArchivingFailure {
  readonly segment: string;
  readonly at: Date;
}

/** The segment that could not be archived last; null if every one was. */
async function lastFailure(url: string): Promise<ArchivingFailure | null> {
  const [row] = await queryOnce<{ segment: string | null; at: Date }>(
    url,
    'SELECT last_failed_wal AS segment, last_failed_time AS at FROM pg_stat_archiver',
  );
  const { segment = null, at = new Date() } = row ?? {};
  return segment === null ? null : { segment, at };
}

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
  // The segment of the last byte: where an empty one begins, PostgreSQL 17 names the empty one.
  const closed = 'SELECT pg_walfile_name(pg_switch_wal() - 1::numeric) AS found';
  const segment = await textOf(url, closed);
  const isArchived = async () => (await lastArchivedSegment(url)) >= segment;
  if (await waitUntil(isArchived, archiveDeadlineMs)) return;
  throw new NotArchivedError(await lastFailure(url));
}

/** Names the current moment in the log, which is not archived up to it yet. */
export async function createRestorePoint(url: string, name: string): Promise<Date> {
  const create = 'SELECT clock_timestamp() AS at FROM pg_create_restore_point($1)';
  const [row] = await queryOnce<{ at: Date }>(url, create, [name]);
  return row?.at ?? new Date();
}

/** Whether the server still replays its log. */
export async function isInRecovery(url: string): Promise<boolean> {
  const query = 'SELECT pg_is_in_recovery() AS "isInRecovery"';
  const [row] = await queryOnce<{ isInRecovery: boolean }>(url, query);
  return row?.isInRecovery ?? true;
}
