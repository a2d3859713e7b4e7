import type { Lifecycle } from '../../platform/process/lifecycle';
import type { Logger } from '../../platform/telemetry/logger';
import {
  type ReplacedProcess,
  type RestartState,
  removeRestartState,
  restartSignal,
  writeRestartState,
} from '../running/restart-state';
import type { ReplaceableProcess } from '../topology/start-instance';

export interface RollingRestartOptions {
  readonly dataFolder: string;
  readonly processes: readonly ReplaceableProcess[];
  /**
   * Makes the processes that start from now on use the current settings.
   * @returns how to undo that: a process that ends later must not start with what failed here.
   */
  readonly takeSettings: () => Promise<() => void>;
  readonly lifecycle: Pick<Lifecycle, 'isEnding'>;
  readonly logger: Logger;
}

/**
 * Replaces every process on a signal, one after the other. If a replacement does not start, its
 * process and the remaining ones continue.
 * @returns how to stop listening.
 */
export function followRestarts(options: RollingRestartOptions): () => void {
  const { dataFolder, processes, takeSettings, lifecycle, logger } = options;
  let restarts = 0;
  let isRunning = false;
  const say = (state: Omit<RestartState, 'pid' | 'restarts'>): void =>
    writeRestartState(dataFolder, { pid: process.pid, restarts, ...state }, logger);

  const replaceAll = async (replaced: ReplacedProcess[]): Promise<string | null> => {
    let undo: () => void;
    try {
      undo = await takeSettings();
    } catch (error) {
      logger.error({ err: error }, 'settings not read, no process replaced');
      return (error as Error).message;
    }
    for (const { name, replace } of processes) {
      if (lifecycle.isEnding) return 'The shop stops.';
      const startedAtMs = performance.now();
      try {
        await replace();
      } catch (error) {
        logger.error({ err: error, process: name }, 'process not replaced');
        undo();
        return (error as Error).message;
      }
      replaced.push({ name, tookMs: Math.round(performance.now() - startedAtMs) });
      logger.info({ process: name }, 'process replaced');
      say({ isRunning: true, replaced, failure: null });
    }
    return null;
  };

  const restart = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    restarts += 1;
    const replaced: ReplacedProcess[] = [];
    say({ isRunning, replaced, failure: null });
    const failure = await replaceAll(replaced);
    isRunning = false;
    if (!lifecycle.isEnding) say({ isRunning, replaced, failure });
  };

  const onSignal = (): void => {
    restart().catch((error: unknown) => logger.error({ err: error }, 'rolling restart failed'));
  };
  process.on(restartSignal, onSignal);
  say({ isRunning, replaced: [], failure: null });
  return () => {
    process.removeListener(restartSignal, onSignal);
    removeRestartState(dataFolder);
  };
}
