import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnvironment } from '../config/child-environment';
import { type ChildAccount, endChild, resolvesWithin, startChild } from './child';

export interface ProgramCall {
  readonly args: readonly string[];
  /** The account that it runs as; this process's own if absent. */
  readonly account?: ChildAccount;
  /** Variables in addition to PATH and the like. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

const errorLinesMax = 8;
const endSignals = [['SIGTERM', 10_000]] as const;

/** Its path; null where the PATH has none. */
export function findProgram(name: string): string | null {
  const folders = (childEnvironment().PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(existsSync) ?? null;
}

/**
 * Runs a program to its end.
 * @returns its standard output.
 * @throws Error with the reason: its last lines of output, its deadline, or that it was stopped.
 */
export async function runProgram(command: string, call: ProgramCall): Promise<string> {
  const { args, account, environment, deadlineMs, signal } = call;
  const output: string[] = [];
  const errors: string[] = [];
  const child = await startChild({
    command,
    args,
    account,
    deathSignal: 'SIGTERM',
    environment: { LC_ALL: 'C', TZ: 'UTC', ...environment },
    // The account may not enter the current folder.
    workingFolder: '/',
    onLine: (line) => output.push(line),
    onErrorLine: (line) => {
      if (errors.push(line.trim()) > errorLinesMax) errors.shift();
    },
  });
  const onAbort = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', onAbort, { once: true });
  // It may have been aborted before the start, or during it.
  if (signal?.aborted) onAbort();
  const ended = await resolvesWithin(child.closed, deadlineMs);
  signal?.removeEventListener('abort', onAbort);
  if (!ended) {
    await endChild(child, endSignals);
    throw new Error(`it did not end within ${deadlineMs / 1_000} s.`);
  }
  const { code } = await child.exited;
  if (signal?.aborted) throw new Error('it was stopped.');
  if (code === 0) return output.join('\n');
  throw new Error((errors.length > 0 ? errors : output).join(' ') || `exit code ${code}`);
}
