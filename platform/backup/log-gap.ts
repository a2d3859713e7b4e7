import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFolders } from '../database/embedded-cluster';
import type { LogArchive, Timeline } from './log-archive';
import { segmentAt, segmentName } from './log-positions';
import { type PgBackRest, type PgBackRestCall, runPgBackRest } from './pgbackrest';
import type { RecoveryEnd } from './recovery-log';
import { newestMs, segmentsOf } from './timelines';

/** Archived log that a recovery did not reach. */
export interface LogGap {
  /** The segment at which it ended. */
  readonly segment: string;
  /** Why that segment was not replayed. */
  readonly reason: string;
  /** The last transaction before it; null if there was none after the backup. */
  readonly endedAt: Date | null;
  /** The segments that were not replayed, that one included if it is in the archive. */
  readonly segments: number;
  readonly bytes: number;
  /** When the newest of them was archived. */
  readonly newestAt: Date;
}

/** Why a segment cannot be replayed. @param cluster the restored one, to which it must belong. */
async function reasonFor(
  pgBackRest: PgBackRest,
  cluster: string,
  segment: string,
  call: PgBackRestCall,
): Promise<string> {
  const { data, sockets } = clusterFolders(cluster);
  const copy = join(sockets, segment);
  const given = [`--pg1-path=${data}`];
  try {
    await runPgBackRest(pgBackRest, 'archive-get', given, { ...call, operands: [segment, copy] });
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(copy, { force: true });
  }
  return 'it can be read, but it does not continue the log before it';
}

export interface GapSearch {
  readonly pgBackRest: PgBackRest;
  readonly archive: LogArchive;
  readonly timeline: Timeline;
  /** The data folder of the restored cluster. */
  readonly cluster: string;
  readonly call: PgBackRestCall;
}

/**
 * Compares where a recovery ended with the newest log of its timeline: PostgreSQL takes a segment
 * that it cannot read for the end of the log.
 * @returns null if nothing in the archive is behind that end.
 */
export async function findGap(
  { pgBackRest, archive, timeline, cluster, call }: GapSearch,
  { lastRecord, lastCommitAt }: RecoveryEnd,
): Promise<LogGap | null> {
  const { segmentBytes } = archive;
  const next = segmentAt(lastRecord, segmentBytes) + 1;
  const unread = segmentsOf(archive, timeline).filter(({ number }) => number >= next);
  const [first] = unread;
  if (first === undefined) return null;
  const segment = segmentName(first.timeline, next, segmentBytes);
  const reason =
    first.name === segment
      ? await reasonFor(pgBackRest, cluster, segment, call)
      : 'it is not in the archive';
  const bytes = unread.length * segmentBytes;
  const newestAt = new Date(newestMs(unread));
  return { segment, reason, endedAt: lastCommitAt, segments: unread.length, bytes, newestAt };
}
