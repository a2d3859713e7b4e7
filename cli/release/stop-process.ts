import { endForeignProcess } from '../../platform/process/process-table';
import { CommandError } from '../program/exit-codes';
import { isRunning, type StartedProcess } from './state';

/** A version drains within 30 s, and has no PostgreSQL of its own to stop. */
const stopDeadlineMs = 40_000;
const killDeadlineMs = 5_000;

const signals = [
  ['SIGTERM', stopDeadlineMs],
  ['SIGKILL', killDeadlineMs],
] as const;

/**
 * Ends a process by SIGTERM, on which a version drains; one that takes too long is killed.
 * @throws CommandError if it still runs, or belongs to another account.
 */
export async function stopProcess(started: StartedProcess): Promise<void> {
  if (!isRunning(started)) return;
  try {
    if (await endForeignProcess(started.pid, signals)) return;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return;
    throw new CommandError(`Process ${started.pid} cannot be ended (${code}).`, 1, {
      cause: error,
    });
  }
  throw new CommandError(`Process ${started.pid} has not ended, although it was killed.`);
}
