import type { Backup } from './backup-list';
import { type LogArchive, readLogArchive, type Timeline } from './log-archive';
import { segmentAt, segmentName, timelineOf } from './log-positions';
import type { PgBackRest, PgBackRestCall } from './pgbackrest';
import { isOnTimeline, newestTimeline, segmentsOf } from './timelines';

/** The largest number of segments that a message names. */
const namedSegmentsMax = 8;

export interface MissingSegments {
  /** The names of missing segments that a restore from the newest whole backup needs. */
  readonly needed: readonly string[];
  /** The names of those that only restores from older backups need. */
  readonly older: readonly string[];
}

/** Names the first of them. */
export function namedSegments(segments: readonly string[]): string {
  const more = segments.length - namedSegmentsMax;
  const named = segments.slice(0, namedSegmentsMax).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

/** The segments without which a backup cannot be restored. */
interface OwnLog {
  readonly isWhole: boolean;
  readonly timeline: number;
  readonly first: number;
  readonly last: number;
}

/** The log of the backups of a timeline; an archive that has lost everything has none. */
const ownLogs = (
  backups: readonly Backup[],
  timeline: Timeline | undefined,
  segmentBytes: number,
): OwnLog[] =>
  backups.flatMap((backup) => {
    const { isDamaged, log } = backup;
    if (log === null || (timeline !== undefined && !isOnTimeline(backup, timeline))) return [];
    return [
      {
        isWhole: !isDamaged,
        timeline: timelineOf(log.startSegment),
        first: segmentAt(log.startLsn, segmentBytes),
        last: segmentAt(log.stopLsn - 1n, segmentBytes),
      },
    ];
  });

/**
 * Finds the segments that the archive lacks between a backup of the newest timeline and its newest
 * segment, or the end of a backup. The files that are left have their checksums, so that pgBackRest
 * notices nothing.
 */
export function missingSegments(archive: LogArchive, backups: readonly Backup[]): MissingSegments {
  const timeline = newestTimeline(archive);
  const { segmentBytes } = archive;
  const own = ownLogs(backups, timeline, segmentBytes);
  const segments = timeline === undefined ? [] : segmentsOf(archive, timeline);
  const found = new Set(segments.map(({ number }) => number));
  const newest = segments.at(-1);
  const needed = own.findLast(({ isWhole }) => isWhole)?.first ?? 0;
  const missing = { needed: [] as string[], older: [] as string[] };
  const end = Math.max(newest?.number ?? 0, ...own.map(({ last }) => last));
  for (let number = own[0]?.first ?? end + 1; number <= end; number += 1) {
    if (found.has(number)) continue;
    // Its timeline is that of the next segment which is there.
    const next = segments.find((segment) => segment.number > number) ?? newest ?? own.at(-1);
    const name = segmentName(next?.timeline ?? 1, number, segmentBytes);
    (number >= needed ? missing.needed : missing.older).push(name);
  }
  return missing;
}

/** Reads the list of the archive that the newest backup belongs to. */
export async function findMissingSegments(
  pgBackRest: PgBackRest,
  backups: readonly Backup[],
  call: PgBackRestCall,
): Promise<MissingSegments> {
  const log = backups.findLast((backup) => backup.log !== null)?.log;
  if (!log) return { needed: [], older: [] };
  const own = backups.filter((backup) => backup.log?.archiveId === log.archiveId);
  return missingSegments(await readLogArchive(pgBackRest, log, call), own);
}
