import { isDrillMet, reportText } from '../../e2e/drills/report';
import { runRestoreDrill } from '../../e2e/drills/restore-drill';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';

/** @returns whether the figures were met. */
export async function runDrill(
  options: JsonOption & {
    readonly runs: number;
    readonly seconds: number;
    readonly synchronousLog?: true | undefined;
  },
): Promise<boolean> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const report = await runRestoreDrill({ ...options, say });
  printResult(options, report, reportText(report));
  return isDrillMet(report);
}
