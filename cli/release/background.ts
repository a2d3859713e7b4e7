import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../../platform/process/process-table';
import { CommandError } from '../program/exit-codes';

const pollMs = 50;
const shownLinesMax = 15;

export interface BackgroundProgram {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: string;
  /** Whether it does its work. */
  readonly isReady: () => Promise<boolean>;
  readonly startDeadlineMs: number;
}

const lastLines = (file: string): string =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-shownLinesMax).join('\n');

/**
 * Starts a program that continues after this process, and waits until it is ready.
 * @returns its process id.
 * @throws CommandError with the end of its log if it is not ready in time; it is ended then.
 */
export async function startInBackground(program: BackgroundProgram): Promise<number> {
  const { name, command, args, environment, log } = program;
  const output = openSync(log, 'w', 0o600);
  const child = spawn(command, args, {
    env: environment,
    detached: true,
    stdio: ['ignore', output, output],
  });
  const failure = new Promise<Error>((resolve) => child.once('error', resolve));
  await Promise.race([new Promise((resolve) => child.once('spawn', resolve)), failure]);
  const { pid } = child;
  if (pid === undefined) {
    const { code, message } = (await failure) as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? `${command} is not installed, or not on the PATH` : message;
    throw new CommandError(`${name} did not start: ${reason}.`);
  }
  child.unref();
  let hasEnded = false;
  child.once('exit', () => {
    hasEnded = true;
  });
  const deadline = performance.now() + program.startDeadlineMs;
  while (performance.now() < deadline && !hasEnded) {
    if (await program.isReady()) return pid;
    await pause(pollMs);
  }
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  throw new CommandError(`${name} is not ready. The end of ${log}:\n${lastLines(log)}`);
}
