import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NetworkWaits } from './network-waits';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('answers the earlier orders of the network, and forgets them in time', () => {
  const waits = new NetworkWaits();
  expect(waits.enter('192.0.2.0/24', 'a', 65)).toEqual([]);
  vi.advanceTimersByTime(60 * 60_000);
  expect(waits.enter('192.0.2.0/24', 'b', 65)).toEqual(['a']);
  expect(waits.enter('198.51.100.0/24', 'c', 65)).toEqual([]);
  vi.advanceTimersByTime(5 * 60_000);
  expect(waits.enter('192.0.2.0/24', 'd', 65)).toEqual(['b']);
});

it('remembers 10,000 networks, and 1,000 orders of each', () => {
  const waits = new NetworkWaits();
  for (let order = 0; order <= 1_000; order += 1) waits.enter('first', String(order), 65);
  expect(waits.enter('first', 'next', 65)).toHaveLength(1_000);
  for (let network = 0; network < 10_000; network += 1) waits.enter(String(network), 'a', 65);
  expect(waits.enter('0', 'b', 65)).toEqual(['a']);
  expect(waits.enter('first', 'last', 65)).toEqual([]);
});
