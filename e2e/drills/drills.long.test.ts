import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { redisAvailable } from '../../platform/testing/redis';
import { faultDrillNames } from './drills';
import { isDrillMet, reportText } from './report';

/** The deadline of one drill on a busy machine. */
const drillDeadlineMs = 900_000;
const skipped = 3;

function drill(name: string): Promise<{ code: number; out: string; err: string }> {
  const script = path.join(repositoryRoot, 'dist/cli/orderprocessing.js');
  const options = { cwd: repositoryRoot, timeout: drillDeadlineMs };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, 'drill', name, '--json'], options, (error, out, err) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, out, err });
    });
  });
}

describe.skipIf(!redisAvailable)('the drill', () => {
  test.each(faultDrillNames)(
    '%s meets its figures',
    async (name) => {
      const { code, out, err } = await drill(name);
      if (code === skipped) return expect(JSON.parse(out)).toHaveProperty('skipped');
      expect(code, err + out).not.toBe(-1);
      const report = JSON.parse(out);
      expect(isDrillMet(report), reportText(report)).toBe(true);
      // A shop in which nobody bought anything would lose nothing either.
      expect(report.acknowledged).toBeGreaterThan(50);
    },
    drillDeadlineMs + 30_000,
  );
});
