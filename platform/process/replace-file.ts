import {
  chownSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Logger } from '../telemetry/logger';

/**
 * Whether it is a device, a pipe or the like, such as `/dev/null` and `/dev/stdout`. Root could
 * replace it by a file, and all programs would write there.
 */
export function isDevice(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return false;
  // Standard output may be a file itself.
  return !found.isFile() || ['/dev', '/dev/fd'].includes(path.dirname(path.resolve(file)));
}

/** A hidden file, because each other file in a folder of secrets is one. */
const draftOf = (file: string): string =>
  path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);

/**
 * Checks that a file can be replaced, for work that takes long until it has something to write.
 * @throws Error that names the file.
 */
export function demandReplaceable(file: string): void {
  if (isDevice(file)) return;
  const draft = draftOf(file);
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      throw Object.assign(new Error(`${file} is a folder.`), { code: 'EISDIR' });
    }
    rmSync(draft, { force: true });
    writeFileSync(draft, '', { flag: 'wx' });
  } catch (error) {
    throw Object.assign(error as Error, { path: file });
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Replaces a file at once: a reader sees the whole old file or the whole new one, also after a power
 * cut. Root leaves it to its owner, who might not be able to read it otherwise. A device is not
 * replaced, but written to.
 * @param mode of the new file, as for `writeFileSync`.
 */
export function replaceFile(file: string, text: string, mode = 0o666): void {
  if (isDevice(file)) return writeFileSync(file, text);
  const draft = draftOf(file);
  // A file that is left over would keep its mode.
  rmSync(draft, { force: true });
  try {
    writeFileSync(draft, text, { mode, flag: 'wx', flush: true });
    const before = process.getuid?.() === 0 ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (before !== undefined) chownSync(draft, before.uid, before.gid);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    // Nobody knows the name of the draft.
    throw Object.assign(error as Error, { path: file });
  }
}

/** Replaces a file unless it has this text: its readers see no change, and its mode stays. */
export function replaceIfOther(file: string, text: string, mode: number): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  replaceFile(file, text, mode);
}

/**
 * Replaces a file that only informs others: on a full disk it stays as it was, which is logged, and
 * the process continues.
 */
export function replaceIfPossible(file: string, text: string, logger: Logger): void {
  try {
    replaceFile(file, text);
  } catch (error) {
    logger.warn({ err: error, file }, 'file not written');
  }
}
