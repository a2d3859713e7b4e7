import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Mutant } from './mutants';

/** Files that the compiled code reads. */
const companions = ['package.json', 'prisma', 'gateway'];

/**
 * Copies the compiled code, so that a build during the run does not change it. The copy is inside
 * the repository, so that it finds its packages.
 * @returns the folder of the copied code.
 */
export function copyBuild(dist: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const copy = path.join(folder, 'dist');
  cpSync(dist, copy, {
    recursive: true,
    preserveTimestamps: true,
    filter: (file) => !/\.test\.js$|\.map$|\.tsbuildinfo$/.test(file),
  });
  for (const name of companions) symlinkSync(path.join(dist, '..', name), path.join(folder, name));
  return copy;
}

/** @throws Error unless the text occurs exactly once: then the mutant must be updated. */
export function mutate(dist: string, { name, file, changes }: Mutant): void {
  const target = path.join(dist, file);
  let code = readFileSync(target, 'utf8');
  for (const [text, instead] of changes) {
    const times = code.split(text).length - 1;
    if (times !== 1)
      throw new Error(`${name}: ${file} holds this ${times} times, not once: ${text}`);
    code = code.replace(text, () => instead);
  }
  writeFileSync(target, code);
}
