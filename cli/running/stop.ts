import { dataFolderHolder } from '../../platform/process/data-folder';
import { endForeignProcess } from '../../platform/process/process-table';
import { CommandError } from '../program/exit-codes';
import { locatedShop } from '../program/located-shop';
import { noDataFolderText } from '../program/no-shop';
import { refuseAnswering } from './answers-elsewhere';
import { refuseOtherCommand } from './other-command';

/** A start drains for some seconds; PostgreSQL then writes its checkpoint. */
const drainDeadlineMs = 90_000;

interface Stopped {
  /** The process that has ended; null if none ran. */
  readonly pid: number | null;
  /** A sentence about the result. */
  readonly text: string;
}

/**
 * Stops the shop of the data folder as Ctrl-C does, and waits until it has ended.
 * @throws CommandError if it does not end in time, another command uses the folder, or a shop answers
 * that does not.
 */
export async function stopShop(): Promise<Stopped> {
  const configuration = await locatedShop();
  const { dataFolder } = configuration;
  const pid = dataFolderHolder(dataFolder);
  if (pid === null) {
    await refuseAnswering(configuration, 'stop');
    const stopped = 'The shop does not run. Nothing was changed.';
    return { pid, text: noDataFolderText(dataFolder) ?? stopped };
  }
  refuseOtherCommand(pid, dataFolder);
  if (await endForeignProcess(pid, [['SIGTERM', drainDeadlineMs]])) {
    return { pid, text: `The shop has stopped (process ${pid}).` };
  }
  throw new CommandError(
    `Process ${pid} has not ended within ${drainDeadlineMs / 1_000} s. Its log says what it waits for.`,
  );
}
