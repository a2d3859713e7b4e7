import { lchownSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Leaves what root has created to the owner of the folder that it is in: the account of the shop could
 * not use it otherwise after a command that was called by sudo.
 */
export function leaveToOwner(created: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(path.dirname(created));
  // The owner of the folder may have put a link there.
  lchownSync(created, uid, gid);
}

/** Creates a folder with its parents, which root leaves to the owner of the one that exists. */
export function makeFolder(folder: string, mode: number): void {
  const first = mkdirSync(folder, { recursive: true, mode });
  if (first === undefined) return;
  let created = first;
  for (const name of ['', ...path.relative(first, folder).split(path.sep)]) {
    created = path.join(created, name);
    leaveToOwner(created);
  }
}
