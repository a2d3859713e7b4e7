import { rmSync } from 'node:fs';
import path from 'node:path';
import { readJsonIfThere } from '../../platform/process/read-json';
import { replaceIfPossible } from '../../platform/process/replace-file';
import type { Logger } from '../../platform/telemetry/logger';

/** Asks a supervisor for a rolling restart. SIGUSR1 starts Node's debugger. */
export const restartSignal = 'SIGUSR2';

/** What a supervisor says about its rolling restarts; in its data folder. */
export interface RestartState {
  /** The process id of the supervisor. */
  readonly pid: number;
  /** Restarts that were begun. */
  readonly restarts: number;
  readonly isRunning: boolean;
  /** The processes of the latest restart that were replaced. */
  readonly replaced: readonly ReplacedProcess[];
  /** Why the latest restart ended early; null if it did not. */
  readonly failure: string | null;
}

export interface ReplacedProcess {
  readonly name: string;
  /** The time until its replacement was ready and it had ended. */
  readonly tookMs: number;
}

const fileOf = (dataFolder: string): string => path.join(dataFolder, 'restart.json');

/** Replaces the file, so that a reader never finds half of it. */
export function writeRestartState(dataFolder: string, state: RestartState, logger: Logger): void {
  replaceIfPossible(fileOf(dataFolder), `${JSON.stringify(state)}\n`, logger);
}

/** @returns null if no supervisor has written one. */
export const readRestartState = (dataFolder: string): RestartState | null =>
  readJsonIfThere(fileOf(dataFolder)) as RestartState | null;

export function removeRestartState(dataFolder: string): void {
  rmSync(fileOf(dataFolder), { force: true });
}
