import { describe, test } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { expectPassing, suitesBelow } from './testing/passing-suites';

const runDeadlineMs = 1_700_000;
const deadlineMs = 1_800_000;

/** Consecutive requests, and the calls that they cause, reach different instances. */
describe.skipIf(!redisAvailable)('with two gateways, and two of each other process', () => {
  test(
    'the journeys pass',
    async () => {
      const files = suitesBelow(['e2e/'], 'one-of-each.json').map(({ file }) => file);
      const environment = { TEST_INSTANCES: '2' };
      await expectPassing({ files, environment, deadlineMs: runDeadlineMs });
    },
    deadlineMs,
  );
});
