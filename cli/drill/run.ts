import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { withLifecycle } from '../program/with-lifecycle';
import { type BlueGreenDrillOptions, drillBlueGreen } from './blue-green';
import { type CanaryDrillOptions, drillCanary } from './canary';
import type { LoadResult } from './load';
import { isSkipped, needsReleasePrograms } from './prerequisites';

const counted = ({
  calls,
  orders,
  failures,
  callsPerSecond,
  leftOut,
  reasons,
}: LoadResult): string =>
  [
    `${calls} calls (${callsPerSecond} a second, ${leftOut} left out), ${orders} orders among them, ${failures} failed`,
    ...reasons,
  ].join('\n  ');

const log = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Prints the result. The exit code is 1 if the bad version was not rolled back in time, or the load
 * was not what it should be.
 */
export async function runCanaryDrill(options: CanaryDrillOptions & JsonOption): Promise<void> {
  if (isSkipped('canary', needsReleasePrograms(), options)) return;
  await withLifecycle(options, async (lifecycle) => {
    const result = await drillCanary(options, lifecycle, log);
    const { rolledBackAfterMs, reason, inTime, load, failuresAfterwards, faults } = result;
    const verdict =
      rolledBackAfterMs === null
        ? 'The bad version was not rolled back.'
        : `The bad version was rolled back after ${(rolledBackAfterMs / 1_000).toFixed(2)} s (${inTime ? 'at most' : 'more than'} ${options.withinSeconds} s): ${reason}.`;
    const afterwards = `${failuresAfterwards} failed after the roll-back.`;
    printResult(options, result, `${verdict}\n${counted(load)}\n${afterwards}\n`);
    if (faults.length > 0) throw new Error(faults.join(' '));
  });
}

/**
 * Prints the result. The exit code is 1 if a call failed, a roll-back took too long, or the load was
 * not what it should be.
 */
export async function runBlueGreenDrill(
  options: BlueGreenDrillOptions & JsonOption,
): Promise<void> {
  if (isSkipped('blue-green', needsReleasePrograms(), options)) return;
  await withLifecycle(options, async (lifecycle) => {
    const result = await drillBlueGreen(options, lifecycle, log);
    const { load, control, releases, rollbacksMs, faults } = result;
    const slowest = (Math.max(...rollbacksMs) / 1_000).toFixed(1);
    const text = [
      `${releases} releases, each rolled back; the slowest roll-back took ${slowest} s.`,
      counted(load),
      `Control without a drain: ${counted(control)}`,
    ];
    printResult(options, result, `${text.join('\n')}\n`);
    if (faults.length > 0) throw new Error(faults.join(' '));
  });
}
