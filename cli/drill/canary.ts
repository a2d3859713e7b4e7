import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { repositoryRoot } from '../../platform/process/repository-root';
import { faultyAnswers } from './faulty-answers';
import { faultsOfLoad, type LoadResult, ReleaseLoad } from './load';
import { startDrill } from './start';

const warmUpMs = 5_000;

export interface CanaryDrillOptions {
  readonly rate: number;
  readonly errorShare: number;
  readonly percent: number;
  readonly withinSeconds: number;
  /** The length of the step in which the fault must be detected. */
  readonly stepSeconds: number;
}

export interface CanaryDrillResult {
  readonly reason: string | null;
  /** How long the new version received requests; null if it was not rolled back. */
  readonly rolledBackAfterMs: number | null;
  readonly inTime: boolean;
  readonly load: LoadResult;
  /** Calls that failed after the roll-back. */
  readonly failuresAfterwards: number;
  readonly faults: readonly string[];
}

/** Why the drill has failed. */
function faultsOf(result: Omit<CanaryDrillResult, 'faults'>): string[] {
  const { inTime, load, failuresAfterwards } = result;
  const faults = faultsOfLoad(load);
  if (!inTime) faults.push('The bad version was not rolled back in time.');
  if (failuresAfterwards > 0)
    faults.push(`${failuresAfterwards} calls failed after the roll-back.`);
  return faults;
}

/** Releases a version that answers some operations with an error, under load. */
export async function drillCanary(
  options: CanaryDrillOptions,
  lifecycle: Lifecycle,
  log: (line: string) => void,
): Promise<CanaryDrillResult> {
  const { url, folder, releasesWith } = await startDrill(lifecycle, log);
  const fault = path.join(folder, 'faulty-answers.cjs');
  writeFileSync(fault, faultyAnswers(options.errorShare));
  const load = await ReleaseLoad.start(url, options.rate);
  await pause(warmUpMs);
  const { calls, failures, reasons } = load.result;
  if (failures > 0) {
    throw new Error(`The good version failed ${failures} of ${calls} calls: ${reasons.join('; ')}`);
  }
  const bad = releasesWith({ NODE_OPTIONS: `--require=${fault}` });
  const steps = [{ percent: options.percent, seconds: options.stepSeconds }];
  const { rolledBack } = await bad.release({ build: repositoryRoot, steps });
  const before = load.result.failures;
  await pause(warmUpMs);
  const result = await load.stop();
  const rolledBackAfterMs =
    rolledBack && Math.round(rolledBack.decidedAfterMs + rolledBack.switchedAfterMs);
  const measured = {
    reason: rolledBack?.reason ?? null,
    rolledBackAfterMs,
    inTime: rolledBackAfterMs !== null && rolledBackAfterMs <= options.withinSeconds * 1_000,
    load: result,
    failuresAfterwards: result.failures - before,
  };
  return { ...measured, faults: faultsOf(measured) };
}
