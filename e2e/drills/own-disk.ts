import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readlinkSync, writeSync } from 'node:fs';
import type { ChildAccount } from '../../platform/process/child';

const chunkBytes = 1_048_576;
export const smallestChunkBytes = 4_096;

/** Whether a file system that this process mounts is its own. */
export const hasOwnMounts = (): boolean =>
  readlinkSync('/proc/self/ns/mnt') !== readlinkSync(`/proc/${process.ppid}/ns/mnt`);

export const ownMounts = ['unshare', '--mount', '--propagation', 'private', '--'] as const;

/** Why this machine cannot mount a file system that no other process sees; null if it can. */
export function diskObstacle(): string | null {
  const [command, ...flags] = ownMounts;
  const tried = spawnSync(command, [...flags, 'mount', '-t', 'tmpfs', 'drill', '/mnt']);
  return tried.status === 0 ? null : 'it may not mount a file system of its own (unshare --mount)';
}

/** Mounts an empty file system in memory, which belongs to the account or to this one. */
export function mountDisk(
  folder: string,
  megabytes: number,
  account?: Pick<ChildAccount, 'uid' | 'gid'>,
): void {
  mkdirSync(folder, { recursive: true });
  const owner = account === undefined ? '' : `,uid=${account.uid},gid=${account.gid}`;
  const options = `size=${megabytes}m,mode=0711${owner}`;
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'drill-disk', folder]);
}

/** Writes until the disk is full. @returns the bytes that fitted. */
export function fillDisk(file: string): number {
  const handle = openSync(file, 'w');
  let written = 0;
  try {
    for (let size = chunkBytes; size >= smallestChunkBytes; ) {
      try {
        written += writeSync(handle, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        size /= 2;
      }
    }
  } finally {
    closeSync(handle);
  }
  return written;
}
