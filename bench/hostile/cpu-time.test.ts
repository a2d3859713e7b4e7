import { expect, test } from 'vitest';
import { cpuBetween, withoutIdle } from './cpu-time';

const times = (...all: [pid: number, name: string, ms: number][]) =>
  new Map(all.map(([pid, name, ms]) => [pid, { name, ms }]));

test('CPU times are added by process name, with new processes and without ended ones', () => {
  const before = times([1, 'gateway', 700], [2, 'PostgreSQL', 90], [3, 'PostgreSQL', 500]);
  const after = times([1, 'gateway', 1_000], [2, 'PostgreSQL', 100], [4, 'PostgreSQL', 5]);
  expect(cpuBetween(before, after)).toEqual({
    total: 315,
    byProcess: { gateway: 300, PostgreSQL: 15 },
  });
});

test('what an idle shop uses is not charged to a request', () => {
  const idle = { total: 0.05, byProcess: { gateway: 0.03, orders: 0.02 } };
  const used = { total: 450, byProcess: { gateway: 300, orders: 10, users: 140 } };
  expect(withoutIdle(used, 5_000, idle)).toEqual({
    total: 200,
    byProcess: { gateway: 150, orders: 0, users: 140 },
  });
});
