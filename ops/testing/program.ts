import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';

const deadlineMs = 300_000;

/** `npm test` installs what it may; where it may not, `describe.skipIf` says what was left out. */
export function isOnPath(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => existsSync(path.join(folder, program)));
}

/**
 * Runs a program of the path in the root of the repository.
 * @throws Error with all that it said where it does not end with 0.
 */
export function run(program: string, ...args: readonly string[]): string {
  try {
    return execFileSync(program, args, {
      cwd: repositoryRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: deadlineMs,
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}
