import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { childEnvironment } from '../config/child-environment';
import { type ChildAccount, endChild, resolvesWithin, startChild } from '../process/child';

/** How pgBackRest is called for one cluster. */
export interface PgBackRest {
  readonly program: string;
  readonly configFile: string;
  readonly stanza: string;
  /** The account that PostgreSQL runs as, which owns its files; undefined for this process's own. */
  readonly account?: ChildAccount;
  /** How it reaches the running server: variables of libpq, and options that not every command has. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface PgBackRestCall {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

export class PgBackRestError extends Error {
  constructor(
    command: string,
    readonly reason: string,
  ) {
    super(`pgBackRest could not do ${command}: ${reason}`);
    this.name = 'PgBackRestError';
  }
}

const errorLinesMax = 8;
const endSignals = [['SIGTERM', 10_000]] as const;

/** Its path; null where the PATH has none. */
export function findPgBackRest(): string | null {
  const folders = (childEnvironment().PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'pgbackrest')).find(existsSync) ?? null;
}

/**
 * Runs a command of pgBackRest.
 * @returns its standard output.
 * @throws PgBackRestError with its own reason if it fails, or exceeds its deadline.
 */
export async function runPgBackRest(
  { program, configFile, stanza, account, environment }: PgBackRest,
  command: string,
  given: readonly string[],
  { deadlineMs, signal }: PgBackRestCall,
): Promise<string> {
  const output: string[] = [];
  const errors: string[] = [];
  const child = await startChild({
    command: program,
    args: [`--config=${configFile}`, `--stanza=${stanza}`, ...given, command],
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
  const ended = await resolvesWithin(child.closed, deadlineMs);
  signal?.removeEventListener('abort', onAbort);
  if (!ended) {
    await endChild(child, endSignals);
    throw new PgBackRestError(command, `it did not end within ${deadlineMs / 1_000} s.`);
  }
  const { code } = await child.exited;
  if (signal?.aborted) throw new PgBackRestError(command, 'it was stopped.');
  if (code !== 0)
    throw new PgBackRestError(
      command,
      (errors.length > 0 ? errors : output).join(' ') || `exit code ${code}`,
    );
  return output.join('\n');
}
