import type { Backup } from './backup-list';
import type { ArchivedSegment, Fork, LogArchive, Timeline } from './log-archive';
import { segmentAt, timelineOf } from './log-positions';

/** PostgreSQL's words for a restore of the whole log. */
const wholeLog = 'no recovery target specified';
/**
 * Matches `before 2026-11-29 01:05:07.162+00`, the time of the first commit that the fork lacks.
 */
const forkTime = /^(?:before|after) (\d{4}-\d\d-\d\d) ([\d:.]+)\+00$/;

const ownSegments = ({ segments }: LogArchive, timeline: number): ArchivedSegment[] =>
  segments.filter((segment) => segment.timeline === timeline);

/**
 * The time at which the newest segment was archived. An archive can have more segments than
 * `Math.max` takes arguments.
 */
export const newestMs = (segments: readonly ArchivedSegment[]): number =>
  segments.reduce(
    (newest, { archivedAt }) => Math.max(newest, archivedAt.getTime()),
    Number.NEGATIVE_INFINITY,
  );

const startedMs = ({ startedAt }: Timeline): number =>
  startedAt?.getTime() ?? Number.NEGATIVE_INFINITY;

function endedMs(archive: LogArchive, { id }: Timeline): number {
  return newestMs(ownSegments(archive, id));
}

/** The timeline whose log was archived last: a former cluster may have been put back. */
export function newestTimeline(archive: LogArchive): Timeline | undefined {
  const activeMs = (timeline: Timeline) =>
    Math.max(endedMs(archive, timeline), startedMs(timeline));
  return archive.timelines.reduce<Timeline | undefined>(
    (newest, one) => (newest && activeMs(newest) > activeMs(one) ? newest : one),
    undefined,
  );
}

/** @throws Error that names the existing timelines. */
export function findTimeline(archive: LogArchive, id: number): Timeline {
  const found = archive.timelines.find((timeline) => timeline.id === id);
  if (found !== undefined) return found;
  const known = archive.timelines.map((timeline) => timeline.id).join(', ');
  throw new Error(`The archive has no timeline ${id}. It has: ${known}.`);
}

/** Whether recovery along the timeline can begin with the backup. */
export function isOnTimeline({ log }: Backup, timeline: Timeline): boolean {
  if (log === null) return true;
  const own = timelineOf(log.startSegment);
  if (own === timeline.id) return true;
  return timeline.forks.some((fork) => fork.timeline === own && log.stopLsn <= fork.endsAt);
}

/** The segments that recovery along the timeline reads, in their order. */
export function segmentsOf(archive: LogArchive, timeline: Timeline): ArchivedSegment[] {
  const { segmentBytes } = archive;
  // The next timeline begins with a copy of the fork's segment up to the fork: that copy is read.
  const ends = timeline.forks.map((fork) => segmentAt(fork.endsAt, segmentBytes));
  const path = [...timeline.forks.map((fork) => fork.timeline), timeline.id];
  return path.flatMap((id, at) => {
    const first = ends[at - 1] ?? 0;
    const end = ends[at] ?? Number.POSITIVE_INFINITY;
    return ownSegments(archive, id).filter(({ number }) => number >= first && number < end);
  });
}

/** Whether the fork abandons log of the timeline. */
function leavesLog(archive: LogArchive, { timeline, endsAt, reason }: Fork): boolean {
  const end = segmentAt(endsAt, archive.segmentBytes);
  // If the whole log was read, its last segment may only lack the end of a record.
  const first = reason === wholeLog ? end + 1 : end;
  return ownSegments(archive, timeline).some(({ number }) => number >= first);
}

/** The time after which the next timeline differs from the one that was left at the fork. */
function forkMs(archive: LogArchive, fork: Fork): number {
  if (!leavesLog(archive, fork)) return Number.POSITIVE_INFINITY;
  const [, day, time] = forkTime.exec(fork.reason) ?? [];
  if (day !== undefined) return Date.parse(`${day}T${time}Z`);
  const end = segmentAt(fork.endsAt, archive.segmentBytes);
  const before = ownSegments(archive, fork.timeline).filter(({ number }) => number < end);
  return newestMs(before);
}

/** The timelines that the shop was on at a time: its own, or the last one before it was stopped. */
function timelinesAt(archive: LogArchive, ms: number): Timeline[] {
  const started = archive.timelines.filter((timeline) => startedMs(timeline) <= ms);
  const running = started.filter((timeline) => ms <= endedMs(archive, timeline));
  if (running.length > 0) return running;
  const lastMs = Math.max(...started.map((timeline) => endedMs(archive, timeline)));
  return started.filter((timeline) => endedMs(archive, timeline) === lastMs);
}

/**
 * The timelines whose state at a time differs from that of the given one.
 * @param at null: any time, for targets whose time is unknown.
 */
export function otherTimelines(
  archive: LogArchive,
  timeline: Timeline,
  at: Date | null,
): Timeline[] {
  const ms = at?.getTime() ?? Number.POSITIVE_INFINITY;
  const had = at === null ? archive.timelines : timelinesAt(archive, ms);
  return had.filter(({ id }) => {
    if (id === timeline.id) return false;
    const fork = timeline.forks.find((one) => one.timeline === id);
    if (fork === undefined) return true;
    const leftMs = forkMs(archive, fork);
    return at === null ? leftMs !== Number.POSITIVE_INFINITY : leftMs <= ms;
  });
}
