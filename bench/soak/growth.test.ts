import { expect, test } from 'vitest';
import { faultsOf, type Growth, growthOf } from './growth';

const megabyte = 1024 ** 2;
const parts = { warmAtMs: 20_000, earlyEndsAtMs: 40_000, lateStartsAtMs: 80_000 };

const looks = (mbAt: (second: number) => number, pidAt: (second: number) => number = () => 7) =>
  Array.from({ length: 100 }, (_, second) => ({
    atMs: second * 1_000,
    pids: [pidAt(second)],
    ownBytes: mbAt(second) * megabyte,
    cpuMs: second * 250,
  }));

test('growth has early and late memory, the slope and the share of a core', () => {
  const growth = growthOf(
    'orders',
    looks((second) => (second < 20 ? 10 : 100 + second)),
    parts,
  );
  expect(growth).toMatchObject({ process: 'orders', earlyMb: 129.5, lateMb: 189.5 });
  expect(growth.mbPerMinute).toBeCloseTo(60);
  expect(growth.coreShare).toBeCloseTo(0.25);
  expect(growth.isSameThroughout).toBe(true);
});

const calm: Growth = {
  process: 'orders',
  earlyMb: 150,
  lateMb: 160,
  mbPerMinute: 1,
  coreShare: 0.1,
  isSameThroughout: true,
};

test.each<[string, Partial<Growth>, string[]]>([
  ['within both limits', {}, []],
  ['a small process over the share only', { earlyMb: 20, lateMb: 35 }, []],
  ['a large process over the megabytes only', { earlyMb: 400, lateMb: 435 }, []],
  ['over both limits', { lateMb: 180 }, ['orders grew from 150 to 180 MB']],
  ['a restarted process', { isSameThroughout: false }, ['orders was restarted']],
  ['a new PostgreSQL backend', { process: 'PostgreSQL', isSameThroughout: false }, []],
])('%s', (_, changed, faults) => {
  expect(faultsOf([{ ...calm, ...changed }])).toEqual(faults);
});

test('a restart is detected, unless it was during the warm-up', () => {
  const at = (second: number) =>
    growthOf(
      'orders',
      looks(
        () => 100,
        (now) => (now < second ? 7 : 8),
      ),
      parts,
    );
  expect(at(50).isSameThroughout).toBe(false);
  expect(at(10).isSameThroughout).toBe(true);
});
