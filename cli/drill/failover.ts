import { runFailoverDrill } from '../../e2e/drills/failover/failover-drill';
import { aftermathLines, failoverReport } from '../../e2e/drills/failover/failover-report';
import { missingPrograms } from '../../e2e/drills/failover/programs';
import { isDrillMet, reportText, skippedText } from '../../e2e/drills/report';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';

interface FailoverOptions extends JsonOption {
  readonly runs: number;
  readonly asynchronous?: true | undefined;
}

/** @returns whether it could run, and the figures were met. */
export async function runDrill(options: FailoverOptions): Promise<boolean> {
  const missing = missingPrograms();
  if (missing !== null) {
    const skipped = { drill: 'failover', skipped: missing };
    printResult(options, skipped, skippedText(skipped));
    return false;
  }
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const runs = options.asynchronous ? 0 : options.runs;
  const result = await runFailoverDrill({ runs, say });
  const report = failoverReport(result);
  const isMet = isDrillMet(report);
  const text = [...aftermathLines(result.faults), reportText(report)].join('\n');
  printResult(options, { ...report, results: result.faults, control: result.control, isMet }, text);
  return isMet;
}
