import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { type DrillReport, isDrillMet, reportText } from './report';

/** The deadline of one drill on a busy machine. */
export const drillDeadlineMs = 900_000;
const skipped = 3;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(name: string, timeout: number): Promise<Ended> {
  const script = path.join(repositoryRoot, 'dist/cli/orderprocessing.js');
  const options = { cwd: repositoryRoot, timeout };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, 'drill', name, '--json'], options, (error, out, err) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, out, err });
    });
  });
}

/** Runs a drill, whose figures must be met. @returns null if this machine cannot run it. */
export async function reportedDrill(
  name: string,
  deadlineMs = drillDeadlineMs,
): Promise<DrillReport | null> {
  const { code, out, err } = await run(name, deadlineMs);
  if (code === skipped) {
    expect(JSON.parse(out)).toHaveProperty('skipped');
    return null;
  }
  expect(code, err + out).not.toBe(-1);
  // A drill that breaks off has no report, and has said why.
  expect(out, err).not.toBe('');
  const report = JSON.parse(out) as DrillReport;
  expect(isDrillMet(report), err + reportText(report)).toBe(true);
  return report;
}
