import { describe, expect, test } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { faultDrillNames } from './drills';
import { drillDeadlineMs, reportedDrill } from './reported-drill';

describe.skipIf(!redisAvailable)('the drill', () => {
  test.each(faultDrillNames)(
    '%s meets its figures',
    async (name) => {
      const report = await reportedDrill(name);
      // A shop in which nobody bought anything would lose nothing either.
      if (report !== null) expect(report.acknowledged).toBeGreaterThan(50);
    },
    drillDeadlineMs + 30_000,
  );
});
