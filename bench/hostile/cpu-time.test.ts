import { expect, test } from 'vitest';
import { cpuUsed } from './cpu-time';

test('what an idle shop uses is not charged to a request', () => {
  const idle = { total: 0.05, byProcess: { gateway: 0.03, orders: 0.02 } };
  const before = { total: 1_000, byProcess: { gateway: 700, orders: 300 } };
  const after = { total: 1_450, byProcess: { gateway: 1_000, orders: 310, users: 140 } };
  expect(cpuUsed(before, after, 5_000, idle)).toEqual({
    total: 200,
    byProcess: { gateway: 150, orders: 0, users: 140 },
  });
});
