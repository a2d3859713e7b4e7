import { runOperatorDrill } from '../../e2e/drills/operator/operator-drill';
import { isDrillMet, reportText } from '../../e2e/drills/report';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { isSkipped, needsOperatorPrograms } from './prerequisites';

/** Prints the report, and sets the exit code. */
export async function runDrill(options: JsonOption): Promise<void> {
  if (isSkipped('operator', needsOperatorPrograms(), options)) return;
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const report = await runOperatorDrill({ log });
  printResult(options, report, reportText(report));
  if (!isDrillMet(report)) process.exitCode = exitCode.failed;
}
