import { metRestoreFigures, runRestoreDrill } from '../../e2e/drills/restore-drill';
import { msPerSecond } from '../../platform/values/time';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';

/** @returns whether the figures were met. */
export async function runDrill(
  options: JsonOption & { readonly seconds: number },
): Promise<boolean> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const result = await runRestoreDrill({ seconds: options.seconds, say });
  const isMet = metRestoreFigures(result);
  const { broken, acknowledged, lost, lostSeconds, unexplained } = result;
  const verify = unexplained.length === 0 ? 'only payments of lost orders' : unexplained.join('\n');
  const lines = [
    `broken           ${broken}`,
    `detected after   ${result.detectedAfterMs} ms`,
    `recovered after  ${(result.recoveredAfterMs / msPerSecond).toFixed(1)} s`,
    `lost             ${lost} of ${acknowledged} acknowledged orders, the oldest ${lostSeconds.toFixed(1)} s before the loss`,
    `verify           ${verify}`,
    `figures          ${isMet ? 'met' : 'not met'}`,
  ];
  printResult(options, { ...result, isMet }, `${lines.join('\n')}\n`);
  return isMet;
}
