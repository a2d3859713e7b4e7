import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Changes with the content of the files, and with the installed packages. */
export function digestOfFiles(root, files) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** The digest of the files that match the patterns. */
export function digestOf(root, patterns) {
  const found = globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] });
  return digestOfFiles(
    root,
    found.filter((file) => statSync(join(root, file)).isFile()),
  );
}

/**
 * Does a step of the build unless it succeeded for the same digest before.
 * @param stamp the file that keeps the digest of the last success.
 * @param outputs files that the step writes; it is done again if one is missing.
 */
export async function whenChanged({ stamp, digest, outputs = [] }, step) {
  const isDone =
    [stamp, ...outputs].every((file) => existsSync(file)) && readFileSync(stamp, 'utf8') === digest;
  if (isDone) return;
  // A step that fails may leave nothing, also for sources that it succeeded for before.
  rmSync(stamp, { force: true });
  await step();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}
