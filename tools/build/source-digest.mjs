import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Changes with the files of the patterns, and with the installed packages. */
export function digestOf(root, patterns) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const files = globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] }).sort();
  for (const file of files.filter((found) => statSync(join(root, found)).isFile())) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}
