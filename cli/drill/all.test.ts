import { expect, test } from 'vitest';
import { drillCommand } from '../commands/drill';
import { codeOf, listedDrills, runAllDrills, textOf } from './all';
import { faultsOfLoad } from './load';

test('every drill is among those that `drill all` runs', () => {
  const commands = drillCommand().commands.map((command) => command.name());
  const listed = listedDrills.map(({ name }) => name);
  expect([...listed, 'all'].sort()).toEqual([...commands].sort());
});

test.each([
  ['blue-green', { load: {}, control: {}, releases: 3, rollbacksMs: [410], faults: [] }],
  ['canary', { reason: 'errors', rolledBackAfterMs: 430, inTime: true, load: {} }],
])('prints the result of %s, which is no report of faults', (drill, result) => {
  const text = textOf({ drill, outcome: 'met', reason: null, seconds: 90, result });
  expect(text).toBe(`drill            ${drill}\nmet              ${JSON.stringify(result)}\n`);
});

test.each([
  ['every drill met its figures', ['met', 'met'], undefined, 0],
  ['one was skipped', ['met', 'skipped'], undefined, 3],
  ['all were skipped', ['skipped', 'skipped'], undefined, 3],
  ['one that is not required was skipped', ['met', 'skipped'], ['redis'], 0],
  ['one that is required was skipped', ['met', 'skipped'], ['clock'], 3],
  ['one failed, and another one was skipped', ['not met', 'skipped'], undefined, 1],
] as const)('`drill all` ends as it must if %s', (_what, [redis, clock], required, code) => {
  const ends = [
    { drill: 'redis', outcome: redis },
    { drill: 'clock', outcome: clock },
  ];
  expect(codeOf(ends, required)).toBe(code);
});

test('a drill that does not exist cannot be required', async () => {
  await expect(runAllDrills({ require: ['rediss'] })).rejects.toThrow(
    'There is no drill rediss to run here. Expected some of redis, redis-cluster, certificate, ',
  );
});

test('a load with too few calls, or without an order, fails a drill of releases', () => {
  const load = {
    calls: 990,
    orders: 20,
    failures: 0,
    leftOut: 10,
    callsPerSecond: 99,
    reasons: [],
  };
  expect(faultsOfLoad(load)).toEqual([]);
  expect(faultsOfLoad({ ...load, calls: 989, leftOut: 11 })).toEqual([
    expect.stringContaining('11 of 1000 calls were left out (at most 1 %)'),
  ]);
  expect(faultsOfLoad({ ...load, orders: 0 })).toEqual(['No order was placed.']);
});
