import { setTimeout as pause } from 'node:timers/promises';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { repositoryRoot } from '../../platform/process/repository-root';
import { otherSlot } from '../release/haproxy';
import { atOnce } from '../release/profiles';
import type { Releases } from '../release/releases';
import { faultsOfLoad, type LoadResult, ReleaseLoad } from './load';
import { startDrill } from './start';

const warmUpMs = 3_000;
const watchSeconds = 15;
const rollbackMsMax = 10_000;

export interface BlueGreenDrillOptions {
  readonly rate: number;
  readonly requests: number;
}

export interface BlueGreenDrillResult {
  readonly releases: number;
  /** How long each command for a roll-back took. */
  readonly rollbacksMs: readonly number[];
  readonly load: LoadResult;
  /** The load of a control run, whose version is killed before its requests go to the other one. */
  readonly control: LoadResult;
  readonly faults: readonly string[];
}

/** Ends the version that has the requests without a drain. */
async function killActive(releases: Releases): Promise<void> {
  const { active, versions } = releases.deployment.demandRunning();
  const version = active && versions[active];
  if (!active || !version) throw new Error('No version has the requests.');
  process.kill(version.pid, 'SIGKILL');
  await pause(warmUpMs);
  await releases.deployment.haproxy.balancer.giveAll(otherSlot(active));
}

function faultsOf(result: Omit<BlueGreenDrillResult, 'faults'>): string[] {
  const { load, control, rollbacksMs } = result;
  const faults = faultsOfLoad(load);
  if (load.failures > 0) faults.push(`${load.failures} calls failed: ${load.reasons.join('; ')}`);
  if (control.failures === 0) faults.push('The control lost no call, so the load finds nothing.');
  const slowest = Math.max(...rollbacksMs);
  if (slowest > rollbackMsMax) faults.push(`A roll-back took ${slowest} ms.`);
  return faults;
}

/** Releases this build and takes it back, until the given number of requests was sent. */
export async function drillBlueGreen(
  { rate, requests }: BlueGreenDrillOptions,
  lifecycle: Lifecycle,
  log: (line: string) => void,
): Promise<BlueGreenDrillResult> {
  const { url, releases } = await startDrill(lifecycle, log);
  const change = { build: repositoryRoot, steps: atOnce(watchSeconds) };
  const load = await ReleaseLoad.start(url, rate);
  const rollbacksMs: number[] = [];
  let count = 0;
  while (load.result.calls < requests) {
    count += 1;
    const { rolledBack } = await releases.release(change);
    if (rolledBack) throw new Error(`A good version was rolled back: ${rolledBack.reason}`);
    await pause(warmUpMs);
    const startedAt = performance.now();
    await releases.rollBack();
    rollbacksMs.push(Math.round(performance.now() - startedAt));
    log(`${load.result.calls} calls so far, ${load.result.failures} failed`);
  }
  const result = await load.stop();
  log('the control: the version is killed before its requests go to the other one');
  await releases.release(change);
  const controlLoad = await ReleaseLoad.start(url, rate);
  await pause(warmUpMs);
  await killActive(releases);
  await pause(warmUpMs);
  const control = await controlLoad.stop();
  const measured = { releases: count, rollbacksMs, load: result, control };
  return { ...measured, faults: faultsOf(measured) };
}
