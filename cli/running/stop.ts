import path from 'node:path';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { dataFolderHolder } from '../../platform/process/data-folder';
import { endForeignProcess } from '../../platform/process/process-table';
import { CommandError } from '../program/exit-codes';
import { shopStatus } from './status';

/** A start drains for some seconds; PostgreSQL then writes its checkpoint. */
const drainDeadlineMs = 90_000;

/** @throws CommandError if a shop answers that no process of the data folder is. */
async function demandStopped(dataFolder: string): Promise<void> {
  const answering = (await shopStatus()).processes.find(({ status }) => status !== 'down');
  if (answering === undefined) return;
  throw new CommandError(
    `A shop answers at ${answering.url}, but no process uses the data folder ${path.resolve(dataFolder)}. ` +
      'Set dataFolder to that of the shop, or stop it the way it was started.',
  );
}

/**
 * Stops the shop of the data folder as Ctrl-C does, and waits until it has ended.
 * @returns its process id; null if none ran.
 * @throws CommandError if it does not end in time, or a shop answers that does not use the folder.
 */
export async function stopShop(): Promise<number | null> {
  const { dataFolder } = await loadConfiguration();
  const pid = dataFolderHolder(dataFolder);
  if (pid === null) {
    await demandStopped(dataFolder);
    return null;
  }
  if (await endForeignProcess(pid, [['SIGTERM', drainDeadlineMs]])) return pid;
  throw new CommandError(
    `Process ${pid} has not ended within ${drainDeadlineMs / 1_000} s. Its log says what it waits for.`,
  );
}
