import type { Backup } from './backup-list';
import { type LogArchive, readLogArchive, type Timeline } from './log-archive';
import type { PgBackRest, PgBackRestCall } from './pgbackrest';
import type { RestorePoint } from './restore-points';
import { chooseBackup, demandOneMoment, precedes, type RestoreTarget } from './restore-target';
import { findTimeline, isOnTimeline, newestTimeline, otherTimelines } from './timelines';

export interface RestoreWish {
  readonly target: RestoreTarget;
  /** The label of the backup to begin with; if absent, the newest intact one before the target. */
  readonly set?: string;
  /** The timeline to follow; if absent, the newest one. Required if several have the moment. */
  readonly timeline?: number;
}

export interface RestorePlan {
  readonly archive: LogArchive;
  readonly timeline: Timeline;
  /** Backups from which the target can be reached, the preferred one first. */
  readonly backups: readonly Backup[];
  /** Damaged backups between the preferred one and the target. */
  readonly passedOver: readonly Backup[];
}

const noBackup = 'There is no backup to restore: none was made by orderprocessing backup.';

/** The time of a target; null if it is unknown. */
function timeOf(target: RestoreTarget, points: readonly RestorePoint[]): Date | null {
  if (target.kind === 'time') return target.at;
  if (target.kind !== 'name') return null;
  return points.findLast(({ name }) => name === target.name)?.at ?? null;
}

/** @throws Error that names the timelines if several have the moment. */
function chooseTimeline(
  archive: LogArchive,
  { target, timeline }: RestoreWish,
  points: readonly RestorePoint[],
): Timeline {
  if (timeline !== undefined) return findTimeline(archive, timeline);
  const newest = newestTimeline(archive);
  if (newest === undefined) throw new Error('There is no log in the archive.');
  if (target.kind === 'latest') return newest;
  const others = otherTimelines(archive, newest, timeOf(target, points));
  if (others.length === 0) return newest;
  const ids = others.map(({ id }) => id);
  const list = ids.length === 1 ? `timeline ${ids[0]}` : `timelines ${ids.join(', ')}`;
  throw new Error(
    `After an earlier restore, this moment has several histories: ${list} had it before that restore, and timeline ${newest.id} is the current one. Say which is meant: ${[...ids, newest.id].map((id) => `--timeline ${id}`).join(' or ')}.`,
  );
}

/** @throws Error if it is unknown, or the target cannot be reached from it. */
function namedBackup(backups: readonly Backup[], label: string, timeline: Timeline): Backup {
  const found = backups.find((backup) => backup.label === label);
  if (found === undefined) {
    const known = backups.map((backup) => backup.label).join(', ');
    throw new Error(`There is no backup ${label}. There are: ${known}.`);
  }
  if (isOnTimeline(found, timeline)) return found;
  throw new Error(`The backup ${label} is not on timeline ${timeline.id}: name another one.`);
}

/**
 * Decides with which backup a restore begins, and along which timeline it follows the log.
 * @throws Error that says what to choose.
 */
export async function planRestore(
  pgBackRest: PgBackRest,
  all: readonly Backup[],
  points: readonly RestorePoint[],
  wish: RestoreWish,
  call: PgBackRestCall,
): Promise<RestorePlan> {
  const { target, set } = wish;
  demandOneMoment(target, points);
  const log = all.findLast((backup) => backup.log !== null)?.log;
  if (!log) throw new Error(noBackup);
  const archive = await readLogArchive(pgBackRest, log, call);
  const timeline = chooseTimeline(archive, wish, points);
  if (set !== undefined) {
    const backups = [namedBackup(all, set, timeline)];
    return { archive, timeline, backups, passedOver: [] };
  }
  const own = all.filter((backup) => isOnTimeline(backup, timeline));
  const whole = own.filter(({ isDamaged }) => !isDamaged);
  if (own.length > 0 && whole.length === 0) {
    const labels = own.map(({ label }) => label).join(', ');
    throw new Error(`Every backup is damaged (${labels}). Take one knowingly with --set.`);
  }
  const chosen = chooseBackup(whole, target, points);
  const backups = whole.slice(0, whole.indexOf(chosen) + 1).reverse();
  const passedOver = own
    .slice(own.indexOf(chosen) + 1)
    .filter((backup) => backup.isDamaged && precedes(backup, target, points));
  return { archive, timeline, backups, passedOver };
}
