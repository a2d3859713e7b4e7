import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { clusterFolders, formerClusters } from '../database/embedded-cluster';
import { stagingOf } from './restore-staging';

const stampOf = (now: Date): string => now.toISOString().replaceAll(/[-:]|\.\d+/g, '');

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

/** Puts the newest former cluster back into place. @returns null if there is none. */
export function putBack(dataFolder: string, now: Date): PutBack | null {
  const folder = resolve(dataFolder);
  const current = clusterFolders(folder).data;
  const from = formerClusters(folder).at(-1);
  if (from === undefined) return null;
  const keptIn = moveAside(current, `undone-${stampOf(now)}`);
  renameSync(from, current);
  return { from, keptIn };
}
