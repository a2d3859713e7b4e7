import { execFileSync } from 'node:child_process';
import { childEnvironment } from '../../platform/config/child-environment';
import { repositoryRoot } from '../../platform/process/repository-root';

const deadlineMs = 300_000;

/** How much the heap of a program in Go grows until it collects, which by default is often. */
const heapPercent = '400';

/**
 * Runs a program from the PATH in the root of the repository.
 * @throws Error with its output if the exit code is not 0.
 */
export function run(program: string, ...args: readonly string[]): string {
  try {
    return execFileSync(program, args, {
      cwd: repositoryRoot,
      encoding: 'utf8',
      env: { ...childEnvironment(), GOGC: heapPercent },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: deadlineMs,
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}
