import { expect } from 'vitest';
import { runHere } from '../../testing/command';
import { type DrillReport, isDrillMet, reportText } from './report';

/** The deadline of one drill on a busy machine. */
export const drillDeadlineMs = 900_000;
const skipped = 3;

/** Runs a drill, whose figures must be met. @returns null if this machine cannot run it. */
export async function reportedDrill(
  name: string,
  deadlineMs = drillDeadlineMs,
): Promise<DrillReport | null> {
  const { code, output, errors } = await runHere(['drill', name, '--json'], deadlineMs);
  if (code === skipped) {
    expect(JSON.parse(output)).toHaveProperty('skipped');
    return null;
  }
  expect(code, errors + output).not.toBeNull();
  // A drill that breaks off has no report, and has said why.
  expect(output, errors).not.toBe('');
  const report = JSON.parse(output) as DrillReport;
  expect(isDrillMet(report), errors + reportText(report)).toBe(true);
  return report;
}
