import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { messageOf } from '../program/results';

/** A command of the operator that judges the new version at each step. */
export interface StepCommand {
  /** The command line, which the shell runs. */
  readonly command: string;
  readonly deadlineSeconds: number;
  /** The environment of the command that began the release. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingFolder: string;
}

interface StepCall {
  /** Origin of the new version. */
  readonly url: string;
  /** The percentage of the requests that it has. */
  readonly percent: number;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Runs the command and waits for its end.
 * @returns why the version must be rolled back; null if it may stay.
 */
export async function runStepCommand(
  { command, deadlineSeconds, environment, workingFolder }: StepCommand,
  { url, percent, log, signal }: StepCall,
): Promise<string | null> {
  if (signal.aborted) return null;
  const child = spawn('sh', ['-c', command], {
    cwd: workingFolder,
    env: { ...environment, RELEASE_URL: url, RELEASE_PERCENT: String(percent) },
    // The command gets a process group of its own, so that its child processes end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.pid !== undefined && killGroup(child.pid);
  const deadline = AbortSignal.timeout(deadlineSeconds * 1_000);
  const stopped = AbortSignal.any([signal, deadline]);
  stopped.addEventListener('abort', end);
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => log(`check: ${line}`));
  }
  const code = await new Promise<number | Error | null>((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  stopped.removeEventListener('abort', end);
  end();
  if (signal.aborted) return null;
  if (deadline.aborted) return `the check did not end within ${deadlineSeconds} s`;
  if (code instanceof Error) return `the check did not start: ${messageOf(code)}`;
  return code === 0
    ? null
    : `the check failed with ${code === null ? 'a signal' : `exit code ${code}`}`;
}
