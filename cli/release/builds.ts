import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CommandError } from '../program/exit-codes';

/** The commit of a build; unknown where git does not know it. */
export function commitOf(build: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: build,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

/** The program of a version. @throws CommandError if it was not built. */
export function programOf(build: string): string {
  const program = path.join(path.resolve(build), 'dist/cli/orderprocessing.js');
  if (existsSync(program)) return program;
  throw new CommandError(`${program} does not exist. Build that version with npm run build.`);
}
