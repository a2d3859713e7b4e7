import { existsSync, lchownSync, mkdirSync, statSync } from 'node:fs';
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

const isFolder = (name: string): boolean =>
  statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Creates a folder with its parents. The recursive mkdir of Node never ends where the system creates
 * no folder, such as below /proc.
 * @returns the folders that it has created, the outermost first.
 */
export function createFolder(folder: string, mode = 0o777): string[] {
  if (isFolder(folder)) return [];
  const parent = path.dirname(folder);
  // The parent of a deleted current folder is itself.
  const parents = parent === folder || existsSync(parent) ? [] : createFolder(parent, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have created it since.
    if (!isFolder(folder)) throw error;
  }
  return [...parents, folder];
}

/** Creates a folder with its parents, which root leaves to the owner of the one that exists. */
export function makeFolder(folder: string, mode: number): void {
  for (const created of createFolder(folder, mode)) leaveToOwner(created);
}
