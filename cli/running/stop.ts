import { dataFolderHolder } from '../../platform/process/data-folder';
import { endForeignProcess } from '../../platform/process/process-table';
import { CommandError } from '../program/exit-codes';
import { locatedShop } from '../program/located-shop';
import { refuseAnswering } from './answers-elsewhere';
import { refuseOtherCommand } from './other-command';

/** A start drains for some seconds; PostgreSQL then writes its checkpoint. */
const drainDeadlineMs = 90_000;

/**
 * Stops the shop of the data folder as Ctrl-C does, and waits until it has ended.
 * @returns its process id; null if none ran.
 * @throws CommandError if it does not end in time, another command uses the folder, or a shop answers
 * that does not.
 */
export async function stopShop(): Promise<number | null> {
  const configuration = await locatedShop();
  const pid = dataFolderHolder(configuration.dataFolder);
  if (pid === null) {
    await refuseAnswering(configuration, 'stop');
    return null;
  }
  refuseOtherCommand(pid, configuration.dataFolder);
  if (await endForeignProcess(pid, [['SIGTERM', drainDeadlineMs]])) return pid;
  throw new CommandError(
    `Process ${pid} has not ended within ${drainDeadlineMs / 1_000} s. Its log says what it waits for.`,
  );
}
