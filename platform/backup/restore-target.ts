import { msPerSecond } from '../values/time';
import type { Backup } from './backup-list';
import type { RestorePoint } from './restore-points';

/** The moment to which a cluster is restored. */
export type RestoreTarget =
  | { readonly kind: 'latest' }
  | { readonly kind: 'time'; readonly at: Date }
  | { readonly kind: 'xid'; readonly xid: bigint }
  | { readonly kind: 'name'; readonly name: string };

const startOfTime = /^\d{4}-\d{2}-\d{2}/;
const zone = /(Z|[+-]\d{2}:?\d{2})$/i;
const xidPattern = /^\d{1,19}$/;
/** The names of restore points; PostgreSQL allows 63 bytes. */
export const pointNamePattern = /^[A-Za-z][\w.-]{0,62}$/;

/** JavaScript turns 31 November into 1 December. */
const isRealDay = (day: string): boolean =>
  new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

/**
 * Reads `latest`, an ISO 8601 time with its zone, the id of a transaction, or the name of a restore
 * point.
 * @throws Error that says what was expected.
 */
export function parseRestoreTarget(text: string): RestoreTarget {
  if (text === 'latest') return { kind: 'latest' };
  if (xidPattern.test(text)) return { kind: 'xid', xid: BigInt(text) };
  const [day] = startOfTime.exec(text) ?? [];
  if (day !== undefined) {
    const at = new Date(text);
    const isTime = zone.test(text) && !Number.isNaN(at.getTime());
    if (isTime && isRealDay(day)) return { kind: 'time', at };
    throw new Error(`Expected a time with its zone, such as 2026-11-26T18:00:00Z: ${text}`);
  }
  if (pointNamePattern.test(text)) return { kind: 'name', name: text };
  throw new Error(`Expected a time, the name of a restore point, a transaction or latest: ${text}`);
}

/**
 * PostgreSQL stops at the first restore point of a name that it meets, and not at the newest one.
 * @throws Error that lists the moments, if several have the name.
 */
export function demandOneMoment(target: RestoreTarget, points: readonly RestorePoint[]): void {
  if (target.kind !== 'name') return;
  const named = points.filter(({ name }) => name === target.name);
  const times = named.map(({ at }) => at.toISOString());
  if (times.length < 2) return;
  throw new Error(
    `Several moments are called ${target.name}: ${times.join(', ')}. Restore one by its time, e.g. --to ${times.at(-1)}.`,
  );
}

/** Times of pgBackRest are whole seconds, rounded down: the end is within the second that it names. */
const isAfter = (at: Date, { endedAt }: Backup): boolean =>
  Math.floor(at.getTime() / msPerSecond) > endedAt.getTime() / msPerSecond;

/** Whether recovery from the backup can reach the target, which must come after its end. */
export function precedes(
  backup: Backup,
  target: RestoreTarget,
  points: readonly RestorePoint[],
): boolean {
  if (target.kind === 'latest') return true;
  if (target.kind === 'time') return isAfter(target.at, backup);
  if (target.kind === 'xid') return backup.nextXid !== null && backup.nextXid <= target.xid;
  const point = points.findLast(({ name }) => name === target.name);
  return point !== undefined && isAfter(point.at, backup);
}

/**
 * The newest backup from which the target can be reached. pgBackRest itself chooses one by time
 * only. Where nothing is known about the target, the oldest backup reaches it, if any does.
 * @throws Error if every backup is later than the target, or there is none.
 */
export function chooseBackup(
  backups: readonly Backup[],
  target: RestoreTarget,
  points: readonly RestorePoint[],
): Backup {
  const [oldest] = backups;
  if (oldest === undefined)
    throw new Error('There is no backup to restore: none was made by orderprocessing backup.');
  const found = backups.findLast((backup) => precedes(backup, target, points));
  if (found !== undefined) return found;
  // Recovery itself finds out whether it reaches a target in the second in which the backup ended.
  if (target.kind !== 'time' || oldest.endedAt <= target.at) return oldest;
  throw new Error(
    `The oldest backup ended at ${oldest.endedAt.toISOString()}, which is after ${target.at.toISOString()}.`,
  );
}

/** The target as options of `pgbackrest restore`. */
export function targetOptions(target: RestoreTarget): string[] {
  if (target.kind === 'latest') return ['--type=default'];
  const value = {
    time: () =>
      target.kind === 'time' ? `${target.at.toISOString().replace('T', ' ').slice(0, -1)}+00` : '',
    xid: () => (target.kind === 'xid' ? String(target.xid) : ''),
    name: () => (target.kind === 'name' ? target.name : ''),
  }[target.kind]();
  return [`--type=${target.kind}`, `--target=${value}`, '--target-action=promote'];
}
