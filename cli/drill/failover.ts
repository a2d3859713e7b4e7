import { runFailoverDrill } from '../../e2e/drills/failover/failover-drill';
import { aftermathLines, failoverReport } from '../../e2e/drills/failover/failover-report';
import { missingPrograms } from '../../e2e/drills/failover/programs';
import { isDrillMet, reportText } from '../../e2e/drills/report';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { isSkipped } from './prerequisites';

interface FailoverOptions extends JsonOption {
  readonly runs: number;
  readonly asynchronous?: true | undefined;
}

/** Prints the report, and sets the exit code. */
export async function runDrill(options: FailoverOptions): Promise<void> {
  if (isSkipped('failover', missingPrograms(), options)) return;
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const runs = options.asynchronous ? 0 : options.runs;
  const result = await runFailoverDrill({ runs, log });
  const report = failoverReport(result);
  const isMet = isDrillMet(report);
  const text = [...aftermathLines(result.faults), reportText(report)].join('\n');
  const { faults: results, quorum, control } = result;
  printResult(options, { ...report, results, quorum, control, isMet }, text);
  if (!isMet) process.exitCode = exitCode.failed;
}
