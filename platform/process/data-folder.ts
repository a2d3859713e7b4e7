import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createFolder } from '../files/make-folder';
import { lockHolder, takeLock } from './lock-file';

export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  release(): void;
}

const lockName = 'lock';

/**
 * Free space that a start needs: an empty database takes 75 MB, and each commit some more.
 * @exceeded the start is refused, with the free space in its message
 * @test platform/process/data-folder.test.ts
 */
export const freeMegabytesMin = 100;

/**
 * Free space that a running shop should have, so that somebody can act before the disk is full and no
 * order is accepted. 100 orders a second, of 10 kB each, fill it in about 15 minutes.
 * @exceeded `/ready` says `warn`, and names `dataFolder.space`
 * @test platform/process/data-folder.test.ts
 */
export const freeMegabytesWarned = 1_000;

const bytesPerMegabyte = 1_000_000;

/** What to do about the usual reasons. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'Its disk is full: free some space, or set dataFolder to a folder on another disk.',
  ENOENT: 'The system creates no folder there: set dataFolder to a folder that can be written.',
  EROFS: 'Its disk is read-only: set dataFolder to a folder that can be written.',
  EACCES: 'Set dataFolder to a folder that this account may write to.',
  EPERM: 'Set dataFolder to a folder that this account may write to.',
};

export function refusal(path: string, error: unknown): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const fault = `The data folder ${path} cannot be written (${code || message}).`;
  const remedy = remedies[code];
  return new Error(remedy === undefined ? fault : `${fault} ${remedy}`, { cause: error });
}

/** @throws Error if the disk has less free space than a start needs. */
export function checkFreeSpace(path: string, freeBytes: number): void {
  const free = Math.floor(freeBytes / bytesPerMegabyte);
  if (free >= freeMegabytesMin) return;
  throw new Error(
    `The disk of the data folder ${path} has ${free} MB of free space, and a start needs ` +
      `${freeMegabytesMin} MB. Free some space, or set dataFolder to a folder on another disk.`,
  );
}

/** Bytes that this account may still write to a file system. */
const freeBytesIn = ({ bavail, bsize }: { bavail: number; bsize: number }) => bavail * bsize;

/** Whether a disk has as much free space as a running shop should have. */
export const hasSpaceLeft = (freeBytes: number): boolean =>
  freeBytes >= freeMegabytesWarned * bytesPerMegabyte;

/**
 * A readiness check of a folder to which servers write.
 * @throws Error if its disk is nearly full, or it cannot be found.
 */
export async function checkSpaceOf(path: string): Promise<void> {
  if (!hasSpaceLeft(freeBytesIn(await statfs(path)))) throw new Error(`${path} is nearly full.`);
}

/** The process that has locked the data folder; null if none has. */
export const dataFolderHolder = (path: string): number | null =>
  lockHolder(join(resolve(path), lockName));

function makeWritable(folder: string): void {
  try {
    createFolder(folder, 0o711);
    const attempt = join(folder, `.try.${process.pid}`);
    writeFileSync(attempt, '');
    rmSync(attempt);
  } catch (error) {
    throw refusal(folder, error);
  }
}

function lockIn(folder: string): DataFolder {
  const lock = join(folder, lockName);
  const holder = takeLock(lock);
  if (holder === null) return { path: folder, release: () => rmSync(lock, { force: true }) };
  throw new Error(
    `The data folder ${folder} is in use by process ${holder}. Wait until it ends, or stop it.`,
  );
}

/**
 * Creates a folder if needed, and locks it for this process: for what needs no space, and may be what
 * an operator does about a full disk.
 * @throws Error when it is not writable, or another process has locked it.
 */
export function lockFolder(path: string): DataFolder {
  const folder = resolve(path);
  makeWritable(folder);
  return lockIn(folder);
}

/**
 * Does the same for a start, which needs space.
 * @throws Error also when its disk is nearly full.
 */
export function openDataFolder(path: string): DataFolder {
  const folder = resolve(path);
  makeWritable(folder);
  checkFreeSpace(folder, freeBytesIn(statfsSync(folder)));
  return lockIn(folder);
}
