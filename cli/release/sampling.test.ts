import { afterEach, expect, test, vi } from 'vitest';
import type { ServerStats } from './haproxy';
import { Sampling } from './sampling';

afterEach(() => {
  vi.restoreAllMocks();
});

const stats: ServerStats = {
  slot: 'green',
  status: 'UP',
  checkedStatus: 'L7OK',
  weight: 10,
  openRequests: 0,
  requests: 0,
  failures: 0,
  responseMs: 0,
};

test('metrics that never arrive are missed from the first step on', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  const counters = { read: async () => null, isCurrent: async () => true };
  const sampling = new Sampling({ statsOf: async () => stats }, counters);
  await sampling.begin('green');
  now.mockReturnValue(62_000);
  await sampling.begin('green');
  expect(sampling.silentMs('green')).toBe(61_000);
});
