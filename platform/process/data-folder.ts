import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive, startTimeOf } from './process-table';

export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  release(): void;
}

const lockName = 'lock';
const attemptsMax = 5;

/**
 * Free space that a start needs: an empty database takes 75 MB, and each commit some more.
 * @exceeded the start is refused, with the free space in its message
 * @test platform/process/data-folder.test.ts
 */
export const freeMegabytesMin = 100;

const bytesPerMegabyte = 1_000_000;

/** What to do about the usual reasons. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'Its disk is full: free some space, or set dataFolder to a folder on another disk.',
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

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** The holder is identified by process id and start time, because ids are reused. */
function identityOf(pid: number): string {
  return `${pid} ${startTimeOf(pid)}`;
}

function holderOf(lock: string): { pid: number; alive: boolean } | null {
  try {
    const text = readFileSync(lock, 'utf8').trim();
    const pid = Number.parseInt(text, 10);
    return { pid, alive: isAlive(pid) && identityOf(pid).trim() === text };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * A link never replaces a file, so only one of two starts gets the lock. The lock of a dead process
 * is moved aside first; if two try that, the second finds nothing to move.
 */
function takeLock(folder: string): void {
  const lock = join(folder, lockName);
  const draft = `${lock}.${process.pid}`;
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    writeFileSync(draft, `${identityOf(process.pid)}\n`);
    try {
      linkSync(draft, lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const holder = holderOf(lock);
    if (holder?.alive) {
      throw new Error(
        `The data folder ${folder} is in use by process ${holder.pid}. Stop that, or set dataFolder to another folder.`,
      );
    }
    if (holder) discard(lock);
  }
  throw new Error(`The data folder ${folder} is in use by another process.`);
}

/** The process that has locked the data folder; null if none has. */
export function dataFolderHolder(path: string): number | null {
  const holder = holderOf(join(resolve(path), lockName));
  return holder?.alive ? holder.pid : null;
}

function discard(lock: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return;
  }
  // Another start may have placed its lock since the check.
  if (holderOf(aside)?.alive) renameSync(aside, lock);
  else rmSync(aside, { force: true });
}

/**
 * Creates the data folder if needed, checks that it is writable, and locks it for this process.
 * @throws Error when it is not writable, its disk is full, or another start has locked it.
 */
export function openDataFolder(path: string): DataFolder {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    const attempt = join(folder, `.try.${process.pid}`);
    writeFileSync(attempt, '');
    rmSync(attempt);
  } catch (error) {
    throw refusal(folder, error);
  }
  checkFreeSpace(folder, freeBytesOf(folder));
  takeLock(folder);
  return { path: folder, release: () => rmSync(join(folder, lockName), { force: true }) };
}
