import { chownSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file at once: a reader sees the whole old file or the whole new one. Root leaves it to
 * its owner, who might not be able to read it otherwise.
 * @param mode of the new file, as for `writeFileSync`.
 */
export function replaceFile(file: string, text: string, mode = 0o666): void {
  const draft = `${file}.${process.pid}`;
  // A file that is left over would keep its mode.
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { mode, flag: 'wx' });
  const before = process.getuid?.() === 0 ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (before !== undefined) chownSync(draft, before.uid, before.gid);
  renameSync(draft, file);
}
