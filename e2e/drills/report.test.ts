import { describe, expect, test } from 'vitest';
import {
  countAtMost,
  type DrillReport,
  durationAtMost,
  isDrillMet,
  reportText,
  skippedText,
} from './report';

const good: DrillReport = {
  drill: 'redis',
  faults: [
    {
      broken: 'Redis was killed',
      detectedAfterMs: 340,
      detectedBy: 'redis_connected',
      recoveredAfterMs: 1_250,
    },
  ],
  acknowledged: 312,
  lost: 0,
  violations: [],
  verify: [],
  figures: [durationAtMost('detected', 340, 5_000)],
};

test('a report of what was broken, detected, recovered and lost', () => {
  expect(reportText(good)).toBe(`drill            redis
broken           Redis was killed
detected after   0.3 s by redis_connected
recovered after  1.3 s
lost             0 of 312 acknowledged calls
violations       nothing
verify           nothing
figures          met
  met      detected: 0.3 s (at most 5.0 s)
  met      acknowledged calls lost: 0 (at most 0)
  met      violations: 0 (at most 0)
  met      disagreements of verify: 0 (at most 0)
`);
});

describe('the figures are not met by a drill that', () => {
  const bad: readonly [string, Partial<DrillReport>][] = [
    ['lost an acknowledged call', { lost: 1 }],
    ['has a violation', { violations: ['place-1-2: placed 2 times'] }],
    ['leaves a disagreement', { verify: ['{"kind":"stock.reserved"}'] }],
    ['was too slow', { figures: [durationAtMost('detected', 5_001, 5_000)] }],
    ['never detected it', { figures: [durationAtMost('detected', null, 5_000)] }],
    ['counted too much', { figures: [countAtMost('failed reads', 1, 0)] }],
  ];

  test.each(bad)('%s', (_what, change) => {
    const report = { ...good, ...change };
    expect(isDrillMet(report)).toBe(false);
    expect(reportText(report)).toContain('figures          not met\n');
    expect(reportText(report)).toContain('  NOT MET  ');
  });
});

test('a drill that may lose something is compared with its own limits', () => {
  const figures = [countAtMost('seconds lost', 9, 15)];
  expect(isDrillMet({ ...good, lost: 70, mayLose: true, figures })).toBe(true);
  const tooMuch = [countAtMost('seconds lost', 16, 15)];
  expect(isDrillMet({ ...good, lost: 70, mayLose: true, figures: tooMuch })).toBe(false);
});

test('of many violations the first are shown, and how many more there are', () => {
  const violations = Array.from({ length: 25 }, (_, index) => `violation ${index + 1}`);
  const text = reportText({ ...good, violations });
  expect(text).toContain('violations       25:\n  violation 1\n');
  expect(text).toContain('  violation 10\n  and 15 more\n');
});

test('a drill that cannot run says why', () => {
  expect(skippedText({ drill: 'disk', skipped: 'it may not mount' })).toBe(
    'drill            disk\nskipped          it may not mount\n',
  );
});
