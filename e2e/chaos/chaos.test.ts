import { describe, expect, test } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { chaos, spareMs } from './chaos-program';

/** Half a minute of faults, and for a busy machine as much as it needs to come up and to settle. */
const runDeadlineMs = 420_000;

describe.skipIf(!redisAvailable)('half a minute of faults', () => {
  test(
    'leaves every acknowledged call in place, and every other one at most once',
    async () => {
      const out = await chaos(runDeadlineMs, '--seed', '1', '--minutes', '0.5');
      const [, orders, acknowledged] = /orders (\d+), acknowledged (\d+)/.exec(out) ?? [];
      // A run in which nobody got anything done would find no fault either.
      expect(Number(orders), out).toBeGreaterThan(0);
      expect(Number(acknowledged), out).toBeGreaterThan(0);
      expect(out).toMatch(/kills: \w/);
      expect(out).toContain('violations 0');
    },
    runDeadlineMs + spareMs,
  );
});
