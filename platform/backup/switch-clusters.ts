import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clusterFolders, formerClusters } from '../database/embedded-cluster';
import { stagingOf } from './restore-staging';

const undonePattern = /^postgres\.undone-(\w+)$/;

const stampOf = (now: Date): string => now.toISOString().replaceAll(/[-:]|\.\d+/g, '');

/** Files of a folder; none if it is missing, as in a damaged cluster. */
const filesOf = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => join(folder, name))
    : [];

/**
 * The last write to the log or the control file of the current cluster, which a commit, a start and
 * an end leave behind, and a server that is killed, too. Null if there is no such file.
 */
export function lastWrittenAt(dataFolder: string): Date | null {
  const { data } = clusterFolders(resolve(dataFolder));
  const files = [join(data, 'global', 'pg_control'), ...filesOf(join(data, 'pg_wal'))];
  const times = files.flatMap((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? []);
  return times.length === 0 ? null : new Date(Math.max(...times));
}

/** Moves the current cluster aside. @returns its new folder; null if there is none. */
function moveAside(current: string, suffix: string): string | null {
  if (!existsSync(current)) return null;
  const aside = `${current}.${suffix}`;
  renameSync(current, aside);
  return aside;
}

/**
 * Replaces the current cluster by the restored one; both must be stopped. If it is killed between
 * its two steps, no cluster is in place: a start fails, and another call resumes.
 * @returns the folder to which the current cluster was moved; null if there was none.
 */
export function putIntoPlace(dataFolder: string, now: Date): string | null {
  const current = clusterFolders(resolve(dataFolder)).data;
  const staging = stagingOf(dataFolder, 'restored');
  const aside = moveAside(current, `before-${stampOf(now)}`);
  renameSync(clusterFolders(staging).data, current);
  rmSync(staging, { recursive: true, force: true });
  return aside;
}

export interface PutBack {
  /** The former cluster that is in place again. */
  readonly from: string;
  /** The folder of the cluster that was in place; null if there was none. */
  readonly keptIn: string | null;
}

/** Whether the last switch was undone already: its former cluster is in place, and an older one left. */
function isUndone(folder: string, current: string, from: string): boolean {
  if (!existsSync(current)) return false;
  const stamps = readdirSync(folder).flatMap((name) => undonePattern.exec(name)?.[1] ?? []);
  const switchedAt = from.slice(from.lastIndexOf('-') + 1);
  return stamps.some((undoneAt) => undoneAt > switchedAt);
}

/**
 * Puts the cluster that the last switch replaced back into place.
 * @returns null if there is none, or it is there: an older one would take the shop back by months.
 */
export function putBack(dataFolder: string, now: Date): PutBack | null {
  const folder = resolve(dataFolder);
  const current = clusterFolders(folder).data;
  const from = formerClusters(folder).at(-1);
  if (from === undefined || isUndone(folder, current, from)) return null;
  const keptIn = moveAside(current, `undone-${stampOf(now)}`);
  renameSync(from, current);
  return { from, keptIn };
}
