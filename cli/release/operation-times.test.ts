import { expect, test } from 'vitest';
import { Random } from '../../platform/testing/random';
import { falseAlarmRate, judge } from './gates';
import { readMetrics } from './metrics-text';
import {
  OperationMoments,
  type OperationTimes,
  operationTimes,
  slowerShare,
} from './operation-times';
import { emptySample } from './testing/empty-sample';

const name = 'gateway_operation_duration_seconds_bucket';

test('answers are in classes of their duration, the fastest in one', () => {
  const labels = 'operation="Product",type="query"';
  const text = `
${name}{${labels},le="0.01"} 1
${name}{${labels},le="0.025"} 2
${name}{${labels},le="0.05"} 3
${name}{${labels},le="0.1"} 3
${name}{${labels},le="+Inf"} 5`;
  expect(operationTimes(readMetrics(text))).toEqual(new Map([['query Product', [2, 1, 0, 2]]]));
});

/** The upper bounds of the classes, in milliseconds. */
const bounds = [25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, Number.POSITIVE_INFINITY];

/** The histograms of a gateway. */
class Gateway {
  private readonly counts = new Map<string, number[]>();

  add(operation: string, ms: number): void {
    const counts = this.counts.get(operation) ?? bounds.map(() => 0);
    const index = bounds.findIndex((bound) => ms <= bound);
    counts[index] = (counts[index] ?? 0) + 1;
    this.counts.set(operation, counts);
  }

  get times(): OperationTimes {
    return new Map([...this.counts].map(([operation, counts]) => [operation, [...counts]]));
  }
}

test('the share of pairs is that of answers at least two classes apart', () => {
  expect(slowerShare([4], [9])).toBe(0);
  expect(slowerShare([0, 4], [9, 0])).toBe(0);
  expect(slowerShare([0, 0, 4], [9, 0, 0])).toBe(1);
  expect(slowerShare([1, 0, 1], [1, 1, 0])).toBe(0.25);
});

const steps = [0.1, 0.25, 0.5, 1];
const stepSeconds = 30;
const warmSeconds = 10;

interface Traffic {
  readonly perSecond: number;
  readonly operations: number;
  /** Milliseconds of an answer of the previous version, and of the new one. */
  readonly before: (operation: number, random: () => number) => number;
  readonly after?: (operation: number, random: () => number) => number;
  /** Whether a version answers nothing for a second, so that all of its answers are slow. */
  readonly stalls?: (random: () => number) => boolean;
}

/** Two versions under load, of which the new one gets a share of the requests. */
class Versions {
  readonly old = new Gateway();
  readonly added = new Gateway();

  constructor(
    private readonly traffic: Traffic,
    private readonly random: () => number,
  ) {}

  answer(share: number): void {
    const { random } = this;
    const { perSecond, operations, before, after = before, stalls = () => false } = this.traffic;
    const waited = { old: stalls(random) ? 1_000 : 0, added: stalls(random) ? 1_000 : 0 };
    for (let request = 0; request < perSecond; request += 1) {
      const operation = Math.floor(random() * operations);
      const version = random() < share ? 'added' : 'old';
      const ms = waited[version] + (version === 'added' ? after : before)(operation, random);
      this[version].add(`Operation${operation}`, ms);
    }
  }
}

/** @returns after how many seconds of a canary it is rolled back, and why; null if it passes. */
function release(traffic: Traffic, seed: number) {
  const source = new Random(seed);
  const versions = new Versions(traffic, () => source.next());
  let second = 0;
  const moments = new OperationMoments(() => second * 1_000);
  for (; second < steps.length * stepSeconds; second += 1) {
    versions.answer(steps[Math.floor(second / stepSeconds)] ?? 0);
    moments.look({ after: versions.added.times, before: versions.old.times });
    if (second < warmSeconds) moments.forget();
    const rejection = judge(
      { ...emptySample, operations: moments.counts },
      emptySample,
      steps.length,
    );
    if (rejection !== null) return { second: second + 1, gate: rejection.gate };
  }
  return null;
}

const around = (mean: number, random: () => number): number =>
  mean * (0.5 + random() + (random() < 0.05 ? 4 : 0));
const usual = (operation: number, random: () => number) => around(8 + 4 * operation, random);
const releases = 60;
const seeds = Array.from({ length: releases }, (_, seed) => seed);

test.each([
  ['every read', 50, 1, 20, 240, 60],
  ['one operation among twenty', 50, 20, 20, 240, 100],
  ['one operation among twenty, at 200 requests a second', 200, 20, 30, 300, 60],
])('%s that becomes slower is found', (what, perSecond, operations, fromMs, toMs, seconds) => {
  const slow = (ms: number) => (operation: number, random: () => number) =>
    operation === 0 ? around(ms, random) : usual(operation, random);
  const traffic = { perSecond, operations, before: slow(fromMs), after: slow(toMs) };
  const found = seeds.map((seed) => release(traffic, seed));
  for (const one of found) expect(one?.gate).toContain('Operation0');
  const needed = found.map((one) => one?.second ?? 0).sort((one, other) => one - other);
  process.stdout.write(`${what}: median ${needed[30]} s, p95 ${needed[57]} s\n`);
  expect(needed[57]).toBeLessThanOrEqual(seconds);
});

test.each([
  ['twenty operations', 50, 20, 1],
  ['few requests', 5, 3, 1],
  ['caches that are cold, so that answers take twice as long', 100, 20, 2],
])('a good version stays, with %s', (what, perSecond, operations, factor) => {
  const before = usual;
  const after = (operation: number, random: () => number) => factor * usual(operation, random);
  const alarms = seeds.filter(
    (seed) => release({ perSecond, operations, before, after }, seed) !== null,
  );
  process.stdout.write(`${what}: ${alarms.length} of ${releases} good releases\n`);
  expect(alarms.length / releases).toBeLessThanOrEqual(falseAlarmRate);
});

test('a good version stays where each version stalls for a second in ten', () => {
  const stalls = (random: () => number) => random() < 0.1;
  const traffic = { perSecond: 50, operations: 5, before: usual, stalls };
  expect(seeds.filter((seed) => release(traffic, seed) !== null)).toEqual([]);
});
