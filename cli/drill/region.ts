import { runRegionDrill } from '../../e2e/drills/region/region-drill';
import { regionReport } from '../../e2e/drills/region/region-report';
import { isDrillMet, reportText } from '../../e2e/drills/report';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';

interface RegionOptions extends JsonOption {
  readonly runs: number;
  readonly seconds: number;
}

/** @returns whether the figures were met. */
export async function runDrill(options: RegionOptions): Promise<boolean> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const result = await runRegionDrill({ runs: options.runs, seconds: options.seconds, say });
  const report = regionReport(result);
  const isMet = isDrillMet(report);
  printResult(options, { ...report, result, isMet }, reportText(report));
  return isMet;
}
