import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfiguration } from '../../config/loading/load-configuration';
import type { Configuration } from '../../config/schema';
import { dataFolderHolder } from '../../platform/process/data-folder';
import { counted } from '../../platform/values/counted';
import { msPerSecond } from '../../platform/values/time';
import { CommandError } from '../program/exit-codes';
import { refuseAnswering } from './answers-elsewhere';
import { notRunning } from './not-running';
import { refuseOtherCommand } from './other-command';
import { readProcessList } from './process-list';
import {
  type ReplacedProcess,
  type RestartState,
  readRestartState,
  restartSignal,
} from './restart-state';

const pollMs = 100;
/** A start and a drain of one process, each at its deadline, come to less. */
const replacementDeadlineMs = 100_000;

/** @throws an error with the next step if this shop cannot restart now. */
async function demandRestartable(configuration: Configuration): Promise<RestartState> {
  const { dataFolder } = configuration;
  const pid = dataFolderHolder(dataFolder);
  const state = readRestartState(dataFolder);
  if (pid === null) {
    await refuseAnswering(configuration, 'restart');
    throw notRunning(dataFolder);
  }
  refuseOtherCommand(pid, dataFolder);
  if (state?.pid !== pid) {
    throw new CommandError(
      'The shop runs in one process, or is starting. Only a shop that was started with --distributed or --copies restarts without a pause; otherwise stop and start it.',
    );
  }
  if (state.isRunning) throw new CommandError('The shop is already restarting.');
  return state;
}

/**
 * Replaces the processes of the running shop one after the other, and waits for that.
 * @returns the processes that were replaced.
 * @throws CommandError if one of them could not be replaced.
 */
export async function restartShop(): Promise<readonly ReplacedProcess[]> {
  const configuration = await loadConfiguration();
  const dataFolder = path.resolve(configuration.dataFolder);
  const before = await demandRestartable(configuration);
  process.kill(before.pid, restartSignal);
  const processes = readProcessList(dataFolder)?.processes.length ?? 1;
  const restartDeadlineMs = processes * replacementDeadlineMs;
  const deadline = performance.now() + restartDeadlineMs;
  while (performance.now() < deadline) {
    await pause(pollMs);
    const state = readRestartState(dataFolder);
    if (state?.pid !== before.pid) throw new CommandError('The shop stopped during the restart.');
    if (state.isRunning || state.restarts === before.restarts) continue;
    if (state.failure === null) return state.replaced;
    const replaced = counted(state.replaced.length, 'process', 'processes');
    throw new CommandError(`${state.failure} Replaced ${replaced}; the others run as before.`);
  }
  throw new CommandError(
    `The restart has not ended within ${restartDeadlineMs / msPerSecond} s. Its log says what it waits for.`,
  );
}
