import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandError } from '../program/exit-codes';

const pollMs = 50;
const shownLinesMax = 15;

export interface BackgroundProgram {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder?: string | undefined;
  /** The log of the previous process is kept beside it, as `.before`. */
  readonly log: string;
  /** Whether the process is ready. */
  readonly isReady: (pid: number) => boolean | Promise<boolean>;
  readonly startDeadlineMs: number;
  /** Called as soon as the process exists. */
  readonly onSpawn?: (pid: number) => void;
  /** Cancels the start. */
  readonly signal?: AbortSignal | undefined;
}

const lastLines = (file: string): string =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-shownLinesMax).join('\n');

/**
 * Starts a program that continues after this process, and waits until it is ready.
 * @returns its process id.
 * @throws CommandError with the end of its log if it is not ready in time. The caller ends it.
 */
export async function startInBackground(program: BackgroundProgram): Promise<number> {
  const { name, command, args, environment, log, signal } = program;
  // It says why an earlier process ended.
  if (existsSync(log)) renameSync(log, `${log}.before`);
  const output = openSync(log, 'w', 0o600);
  const child = spawn(command, args, {
    env: environment,
    cwd: program.workingFolder,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const failure = new Promise<Error>((resolve) => child.once('error', resolve));
  // It is known at once, so that a caller that is killed has left few moments without a record.
  const { pid } = child;
  if (pid === undefined) {
    const { code, message } = (await failure) as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? `${command} is not installed, or not on the PATH` : message;
    throw new CommandError(`${name} did not start: ${reason}.`);
  }
  program.onSpawn?.(pid);
  child.unref();
  let hasEnded = false;
  child.once('exit', () => {
    hasEnded = true;
  });
  const deadline = performance.now() + program.startDeadlineMs;
  while (performance.now() < deadline && !hasEnded) {
    signal?.throwIfAborted();
    if (await program.isReady(pid)) return pid;
    await pause(pollMs);
  }
  throw new CommandError(`${name} is not ready. The end of ${log}:\n${lastLines(log)}`);
}
