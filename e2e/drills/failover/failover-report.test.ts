import { describe, expect, test } from 'vitest';
import { figuresOf, isDrillMet } from '../report';
import { failoverReport } from './failover-report';
import type { FaultResult } from './inject-fault';
import type { QuorumResult } from './lose-quorum';

const good: FaultResult = {
  fault: 'crash',
  broken: 'PostgreSQL of the primary was killed (kill -9)',
  detectedAfterMs: 1_000,
  promotedAfterMs: 300,
  recoveredAfterMs: 2_700,
  ordersPausedMs: 3_000,
  rejoinedAfterMs: 6_000,
  acknowledged: 100,
  lost: 0,
  violations: [],
  verify: [],
};
const control = { acknowledged: 100, lost: 10 };
const quorum: QuorumResult = {
  detectedAfterMs: 9_000,
  recoveredAfterMs: 8_000,
  ordersPausedMs: 400,
  promotions: 0,
  acknowledged: 300,
  lost: 0,
  verify: [],
};

const reportOf = (...results: Partial<FaultResult>[]) =>
  failoverReport({ faults: results.map((one) => ({ ...good, ...one })), quorum, control });

describe('the drill is met', () => {
  test('if all figures are', () => {
    expect(isDrillMet(reportOf({}, {}))).toBe(true);
    expect(isDrillMet(reportOf({ fault: 'dead node', recoveredAfterMs: 24_900 }))).toBe(true);
  });

  const misses: [string, Partial<FaultResult>][] = [
    ['an order is lost', { lost: 1 }],
    ['a crash takes more than 5 s', { recoveredAfterMs: 5_100 }],
    ['a switch-over takes more than 5 s', { fault: 'switch-over', recoveredAfterMs: 5_100 }],
    ['a dead node takes more than 25 s', { fault: 'dead node', recoveredAfterMs: 25_100 }],
    ['a partition takes more than 25 s', { fault: 'partition', recoveredAfterMs: 25_100 }],
    ['a promotion takes more than 1 s', { promotedAfterMs: 1_100 }],
    ['nothing could be written again', { recoveredAfterMs: null }],
    ['the standby was never promoted', { promotedAfterMs: null, detectedAfterMs: null }],
    ['the former primary did not return', { rejoinedAfterMs: null, violations: ['gone'] }],
    ['verify finds something', { verify: ['payment.unknown_order'] }],
  ];
  test.each(misses)('not if %s in one run of several', (_what, miss) => {
    expect(isDrillMet(reportOf({}, miss))).toBe(false);
  });

  const quorumMisses: [string, Partial<QuorumResult>][] = [
    ['an order is lost', { lost: 1 }],
    ['orders pause for more than 5 s', { ordersPausedMs: 5_100 }],
    ['a standby is promoted', { promotions: 1 }],
    ['the primary never notices', { detectedAfterMs: null }],
    ['verify finds something', { verify: ['payment.unknown_order'] }],
  ];
  test.each(quorumMisses)('not if %s without a quorum of etcd', (_what, miss) => {
    const given = { faults: [good], quorum: { ...quorum, ...miss }, control };
    expect(isDrillMet(failoverReport(given))).toBe(false);
  });

  test('not if the control loses nothing, since a lost order might not be found then', () => {
    const report = failoverReport({
      faults: [good],
      quorum,
      control: { acknowledged: 100, lost: 0 },
    });
    expect(isDrillMet(report)).toBe(false);
  });
});

test('a figure is the worst of all runs, with the median beside it', () => {
  const report = reportOf({ recoveredAfterMs: 2_000 }, { recoveredAfterMs: 4_000 });
  const [writable] = figuresOf(report);
  expect(writable).toMatchObject({ measured: '4.0 s', isMet: true });
  expect(writable?.what).toBe('crash: writable, worst of 2 runs, median 3.00 s');
});
