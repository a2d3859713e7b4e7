import type { ChildAccount } from '../process/child';
import { findProgram, runProgram } from '../process/run-program';

/** The options of pgBackRest for one cluster. */
export interface PgBackRest {
  readonly program: string;
  readonly configFile: string;
  readonly stanza: string;
  /** The account that PostgreSQL runs as, which owns its files; undefined for this process's own. */
  readonly account?: ChildAccount;
  /**
   * The connection to the running server: variables of libpq, and options that not every command
   * has.
   */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface PgBackRestCall {
  /** Arguments after the command, such as the path of a file. */
  readonly operands?: readonly string[];
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

/** The path of pgBackRest; null if it is not on the PATH. */
export const findPgBackRest = (): string | null => findProgram('pgbackrest');

/**
 * Runs a command of pgBackRest.
 * @returns its standard output.
 * @throws PgBackRestError with its own reason if it fails, or exceeds its deadline.
 */
export async function runPgBackRest(
  { program, configFile, stanza, account, environment }: PgBackRest,
  command: string,
  flags: readonly string[],
  call: PgBackRestCall,
): Promise<string> {
  const { operands = [], ...running } = call;
  const args = [`--config=${configFile}`, `--stanza=${stanza}`, ...flags, command, ...operands];
  try {
    return await runProgram(program, { ...running, args, account, environment });
  } catch (error) {
    throw new PgBackRestError(command, (error as Error).message);
  }
}
