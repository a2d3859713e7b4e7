import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childEnvironment } from '../../platform/config/child-environment';

const programDeadlineMs = 600_000;
const outputBytesMax = 64 * 1024 * 1024;

export interface Ended {
  readonly code: number | string;
  readonly output: string;
}

/** Runs a program in the repository. @returns the exit code, or `ENOENT` if there is no such program. */
export async function runTool(
  root: string,
  command: string,
  args: readonly string[],
): Promise<Ended> {
  const options = {
    cwd: root,
    env: childEnvironment(),
    maxBuffer: outputBytesMax,
    timeout: programDeadlineMs,
  };
  try {
    const { stdout } = await promisify(execFile)(command, [...args], options);
    return { code: 0, output: stdout };
  } catch (error) {
    const { code, stdout = '' } = error as { code?: number | string; stdout?: string };
    return { code: code ?? 'killed', output: stdout };
  }
}
