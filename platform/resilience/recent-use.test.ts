import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RecentUse } from './recent-use';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

it('recent use adds up, and half of it is forgotten after five minutes', () => {
  const use = new RecentUse();
  expect(use.of('a')).toBe(0);
  use.add('a');
  use.add('a');
  expect([use.of('a'), use.of('b')]).toEqual([2, 0]);
  vi.advanceTimersByTime(300_000);
  expect(use.of('a')).toBe(1);
  use.add('a');
  vi.advanceTimersByTime(300_000);
  expect(use.of('a')).toBe(1);
});

it('recent use of new keys cannot fill the memory', () => {
  const use = new RecentUse();
  use.add('first');
  for (let key = 0; key < 20_000; key += 1) use.add(String(key));
  expect([use.of('first'), use.of('19999')]).toEqual([0, 1]);
});
