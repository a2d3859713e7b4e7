import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { redisAvailable } from '../../platform/testing/redis';

/** Half a minute of faults, and for a busy machine as much as it needs to come up and to settle. */
const runDeadlineMs = 420_000;

/** The command as its user runs it. */
function chaos(...args: string[]): Promise<{ code: number; out: string }> {
  const script = path.join(repositoryRoot, 'dist/cli/orderprocessing.js');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, 'chaos', ...args],
      { cwd: repositoryRoot, timeout: runDeadlineMs },
      (error, out, err) => {
        const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
        resolve({ code, out: out + err });
      },
    );
  });
}

describe.skipIf(!redisAvailable)('half a minute of faults', () => {
  test(
    'leaves every acknowledged call in place, and every other one at most once',
    async () => {
      const { code, out } = await chaos('--seed', '1', '--minutes', '0.5');
      expect(code, out).toBe(0);
      const [, orders, acknowledged] = /orders (\d+), acknowledged (\d+)/.exec(out) ?? [];
      // A run in which nobody got anything done would find no fault either.
      expect(Number(orders), out).toBeGreaterThan(0);
      expect(Number(acknowledged), out).toBeGreaterThan(0);
      expect(out).toMatch(/kills: \w/);
      expect(out).toContain('violations 0');
    },
    runDeadlineMs + 20_000,
  );
});
