import { isDrillMet, reportText } from '../../e2e/drills/report';
import { runRestoreDrill } from '../../e2e/drills/restore-drill';
import { exitCode } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { isSkipped, needsPgBackRest } from './prerequisites';

/** Prints the report, and sets the exit code. */
export async function runDrill(
  options: JsonOption & {
    readonly runs: number;
    readonly seconds: number;
    readonly synchronousLog?: true | undefined;
  },
): Promise<void> {
  if (isSkipped('restore', needsPgBackRest(), options)) return;
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const report = await runRestoreDrill({ ...options, log });
  printResult(options, report, reportText(report));
  if (!isDrillMet(report)) process.exitCode = exitCode.failed;
}
