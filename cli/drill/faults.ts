import path from 'node:path';
import { type FaultDrillName, faultDrill } from '../../e2e/drills/drills';
import { hasOwnMounts } from '../../e2e/drills/own-disk';
import { isDrillMet, reportText } from '../../e2e/drills/report';
import { runDrill } from '../../e2e/drills/run-drill';
import { repositoryRoot } from '../../platform/process/repository-root';
import { compiledCode } from '../../testing/started-shop';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { drillExitCode } from './exit-codes';
import { runWithOwnMounts } from './own-mounts';
import { isSkipped } from './prerequisites';

export interface FaultDrillOptions extends JsonOption {
  readonly seed: number;
  readonly cpu?: number;
  readonly corruption?: number;
}

const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** Prints the report. @returns the exit code. */
export async function runFaultDrill(
  name: FaultDrillName,
  options: FaultDrillOptions,
): Promise<number> {
  // Child processes end with this one.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const { seed, cpu = 0, corruption = 0 } = options;
  const drill = faultDrill(name, { cpu, corruption });
  if (isSkipped(name, drill.obstacle?.() ?? null, options)) return drillExitCode.skipped;
  if (drill.needsOwnMounts && !hasOwnMounts()) return runWithOwnMounts();
  const folder = path.join(repositoryRoot, '.data', 'drills', name);
  const report = await runDrill(drill, { dist: compiledCode, folder, seed, log: log });
  printResult(options, report, reportText(report));
  return isDrillMet(report) ? exitCode.done : exitCode.failed;
}
