import { runRegionDrill } from '../../e2e/drills/region/region-drill';
import { regionReport } from '../../e2e/drills/region/region-report';
import { isDrillMet, reportText } from '../../e2e/drills/report';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { isSkipped, needsHaproxy } from './prerequisites';

interface RegionOptions extends JsonOption {
  readonly runs: number;
  readonly seconds: number;
}

/** Prints the report, and sets the exit code. */
export async function runDrill(options: RegionOptions): Promise<void> {
  if (isSkipped('region', needsHaproxy(), options)) return;
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const result = await runRegionDrill({ runs: options.runs, seconds: options.seconds, log });
  const report = regionReport(result);
  const isMet = isDrillMet(report);
  printResult(options, { ...report, result, isMet }, reportText(report));
  if (!isMet) process.exitCode = exitCode.failed;
}
