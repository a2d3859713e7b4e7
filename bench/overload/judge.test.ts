import { expect, test } from 'vitest';
import { faultsOf, refusalCpuMs } from './judge';
import type { Step } from './orders-at-rate';

const step = (changed: Partial<Step>): Step => ({
  name: 'a step',
  sentPerSecond: 100,
  goodput: 100,
  confirmedPerSecond: 100,
  acceptedP50Ms: 100,
  acceptedP99Ms: 1_000,
  refused: 0,
  refusedP99Ms: 20,
  withoutRetryAfter: 0,
  outcomes: { CONFIRMED: 1_000 },
  cpuMs: 2_000,
  ...changed,
});

const peak = step({});
const overloaded = step({
  goodput: 95,
  acceptedP99Ms: 1_900,
  refused: 3_000,
  refusedP99Ms: 50,
  outcomes: { CONFIRMED: 950, SERVICE_UNAVAILABLE: 3_000 },
  cpuMs: 2_200,
});
const kept = { peak, overloaded, recoveredAfterMs: 1_000 };

test('accepts an overload in which every promise was kept', () => {
  expect(faultsOf(kept)).toEqual([]);
  expect(refusalCpuMs(kept)).toBeCloseTo(0.1);
});

test.each<[string, Partial<Step>, RegExp]>([
  ['little goodput', { goodput: 89 }, /goodput is 89 %/],
  ['slow orders', { acceptedP99Ms: 2_100 }, /2\.1 times the p99/],
  ['no refusal', { refused: 0 }, /no overload/],
  ['slow refusals', { refusedP99Ms: 121 }, /refusals take 101 ms/],
  ['refusals without Retry-After', { withoutRetryAfter: 2 }, /2 refusals/],
  ['costly refusals', { cpuMs: 2_800 }, /costs 0\.30 ms/],
])('reports %s', (_name, changed, expected) => {
  const changedStep = step({ ...overloaded, ...changed });
  expect(faultsOf({ ...kept, overloaded: changedStep }).join('\n')).toMatch(expected);
});

test.each([null, 5_001])('reports a recovery after %s ms', (recoveredAfterMs) => {
  expect(faultsOf({ ...kept, recoveredAfterMs })).toHaveLength(1);
});
