import { existsSync, readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import {
  ForecastRun,
  type RunOptions,
  type SkuForecast,
  type SparseDemand,
} from '../../domain/forecast-run';

/** What `ForecastThread` runs in its thread. */

export interface ThreadRequest {
  readonly step: 'shape' | 'calibrate' | 'forecast';
  readonly batch: readonly SparseDemand[];
}

/** The forecasts; empty after any other step. */
export type ThreadAnswer = readonly (SkuForecast | null)[];

/** A longer night is better than slower requests. */
const niceness = 10;

/** Only Linux has a priority for each thread. */
function lowerPriority(): void {
  const thread = '/proc/thread-self';
  if (existsSync(thread)) setPriority(Number(path.basename(readlinkSync(thread))), niceness);
}

lowerPriority();
const run = new ForecastRun(workerData as RunOptions);
parentPort?.on('message', ({ step, batch }: ThreadRequest) => {
  const answer: ThreadAnswer = run[step](batch) ?? [];
  parentPort?.postMessage(answer);
});
