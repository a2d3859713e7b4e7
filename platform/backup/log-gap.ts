import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFolders } from '../database/embedded-cluster';
import type { ArchivedSegment, LogArchive, Timeline } from './log-archive';
import { segmentAt, segmentName } from './log-positions';
import { type PgBackRest, type PgBackRestCall, PgBackRestError, runPgBackRest } from './pgbackrest';
import type { RecoveryEnd } from './recovery-log';
import { newestMs, segmentsOf } from './timelines';

/** Archived log that a recovery did not reach. */
export interface LogGap {
  /** The segment at which recovery ended. */
  readonly segment: string;
  /** Why that segment was not replayed. */
  readonly reason: string;
  /** The time of the last transaction before it; null if there was none after the backup. */
  readonly endedAt: Date | null;
  /** The number of segments that were not replayed, including that one if it is in the archive. */
  readonly segments: number;
  readonly bytes: number;
  /** When the newest of them was archived. */
  readonly newestAt: Date;
}

export interface GapSearch {
  readonly pgBackRest: PgBackRest;
  readonly archive: LogArchive;
  readonly timeline: Timeline;
  /** The data folder of the restored cluster. */
  readonly cluster: string;
  readonly call: PgBackRestCall;
}

/** The state of a segment in the archive: why it is unreadable, or whether it was altered. */
type SegmentState = { readonly unreadable: string } | { readonly isAltered: boolean };

async function stateOf(
  { pgBackRest, cluster, call }: GapSearch,
  { name, checksum }: ArchivedSegment,
): Promise<SegmentState> {
  const { data, sockets } = clusterFolders(cluster);
  const copy = join(sockets, name);
  const args = [`--pg1-path=${data}`];
  try {
    await runPgBackRest(pgBackRest, 'archive-get', args, { ...call, operands: [name, copy] });
    // pgBackRest does not verify the checksum when it gets a segment.
    const found = createHash('sha1').update(readFileSync(copy)).digest('hex');
    return { isAltered: found !== checksum };
  } catch (error) {
    if (error instanceof PgBackRestError) return { unreadable: error.message };
    throw error;
  } finally {
    rmSync(copy, { force: true });
  }
}

const altered = 'its checksum is wrong';

function reasonFor(state: SegmentState): string {
  if ('unreadable' in state) return state.unreadable;
  return state.isAltered ? altered : 'it can be read, but it does not continue the log before it';
}

/** Finds the segment at which recovery ended, and the reason. */
async function endOf(search: GapSearch, unread: readonly ArchivedSegment[], next: number) {
  const [first] = unread;
  if (first?.number === next) {
    return { segment: first.name, reason: reasonFor(await stateOf(search, first)) };
  }
  const segment = segmentName(first?.timeline ?? 1, next, search.archive.segmentBytes);
  return { segment, reason: 'it is not in the archive' };
}

/**
 * Compares the end of a recovery with the newest log of its timeline: PostgreSQL takes an
 * unreadable segment, or an altered record, for the end of the log.
 * @returns null if nothing in the archive is behind that end.
 */
export async function findGap(
  search: GapSearch,
  { lastRecord, lastCommitAt }: RecoveryEnd,
): Promise<LogGap | null> {
  const { archive, timeline } = search;
  const at = segmentAt(lastRecord, archive.segmentBytes);
  const segments = segmentsOf(archive, timeline);
  const last = segments.find(({ number }) => number === at);
  const unread = segments.filter(({ number }) => number > at);
  // A segment that is unreadable in the archive was replayed from the second copy of the log.
  const state = last && (await stateOf(search, last));
  const isLastAltered = state !== undefined && 'isAltered' in state && state.isAltered;
  const left = last && isLastAltered ? [last, ...unread] : unread;
  if (left.length === 0) return null;
  const end =
    last && isLastAltered
      ? { segment: last.name, reason: altered }
      : await endOf(search, unread, at + 1);
  const bytes = left.length * archive.segmentBytes;
  const newestAt = new Date(newestMs(left));
  return { ...end, endedAt: lastCommitAt, segments: left.length, bytes, newestAt };
}
