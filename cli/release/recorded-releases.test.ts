import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { Random } from '../../platform/testing/random';
import { judge } from './gates';
import type { Reading } from './gateway-counters';
import type { ServerStats, Slot } from './haproxy';
import { profiles } from './profiles';
import { Sampling } from './sampling';
import type { Counts } from './sequential-test';
import type { RecordedSecond, Recording } from './testing/recording';

const file = path.join(repositoryRoot, 'cli/release/testing/recorded-releases.jsonl');
const recording = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recording[number]);

const releases = 200;
const stepSeconds = 30;
const warmSeconds = 10;
const blockSeconds = 10;
const haproxySamples = 512;
const nothing: Counts = { bad: 0, all: 0 };

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** The part of a count that is kept, as if each had been kept by chance. */
function thinned(count: number, share: number, random: Random): number {
  let kept = 0;
  for (let one = 0; one < count; one += 1) if (random.next() < share) kept += 1;
  return kept;
}

/** The counters of a version, which gets a share of what was recorded. */
class ReplayedVersion {
  requests = 0;
  private sum = 0;
  private failures = 0;
  private megabytes = 0;
  private readonly counts = new Map<string, Counts>();
  private readonly times = new Map<string, readonly number[]>();

  add(second: RecordedSecond, share: number, random: Random): void {
    const requests = thinned(second.requests, share, random);
    for (let request = 0; request < requests; request += 1) {
      this.requests += 1;
      this.sum +=
        second.responseMs - (this.requests > haproxySamples ? this.sum / haproxySamples : 0);
    }
    this.failures += thinned(second.failures, share, random);
    this.megabytes = second.megabytes;
    for (const kind of ['errors', 'slow', 'orderErrors', 'slowOrders'] as const) {
      const [bad, all] = second[kind];
      const keptBad = thinned(bad, share, random);
      this.count(kind, keptBad, keptBad + thinned(all - bad, share, random));
    }
    this.count('blocked', ...second.blocked);
    for (const [operation, classes] of Object.entries(second.times)) {
      const before = this.times.get(operation) ?? [];
      const added = classes.map((count, index) => {
        return (before[index] ?? 0) + thinned(count, share, random);
      });
      this.times.set(operation, added);
    }
  }

  get reading(): Reading {
    const of = (kind: string) => this.counts.get(kind) ?? nothing;
    return {
      errors: of('errors'),
      slow: of('slow'),
      orderErrors: of('orderErrors'),
      slowOrders: of('slowOrders'),
      blocked: of('blocked'),
      slower: nothing,
      operations: new Map(),
      residentBytes: this.megabytes * 1_000_000,
      times: new Map(this.times),
    };
  }

  get stats(): ServerStats {
    const { requests, failures } = this;
    const responseMs = Math.round(this.sum / Math.max(Math.min(requests, haproxySamples), 1));
    return { requests, failures, responseMs } as ServerStats;
  }

  private count(kind: string, bad: number, all: number): void {
    const before = this.counts.get(kind) ?? nothing;
    this.counts.set(kind, { bad: before.bad + bad, all: before.all + all });
  }
}

/** Blocks of successive seconds of the recording, drawn at random; either version is the new one. */
function* drawnSeconds(random: Random): Generator<readonly [RecordedSecond, RecordedSecond]> {
  for (;;) {
    const start = Math.floor(random.next() * (recording.length - blockSeconds));
    const isSwapped = random.next() < 0.5;
    for (const [one, other] of recording.slice(start, start + blockSeconds)) {
      yield isSwapped ? [other, one] : [one, other];
    }
  }
}

type Change = (second: RecordedSecond) => RecordedSecond;

/**
 * @param change what is different in the new version.
 * @returns why it is rolled back; null if it stays.
 */
async function replay(seed: number, change: Change = (second) => second): Promise<string | null> {
  const random = new Random(seed);
  const seconds = drawnSeconds(random);
  const versions = { blue: new ReplayedVersion(), green: new ReplayedVersion() };
  const sampling = new Sampling(
    { statsOf: (slot: Slot) => Promise.resolve(versions[slot].stats) },
    {
      read: (slot: Slot) => Promise.resolve(versions[slot].reading),
      isCurrent: () => Promise.resolve(true),
    },
  );
  const pass = (percent: number) => {
    vi.advanceTimersByTime(1_000);
    const [after, before] = seconds.next().value ?? [];
    if (after === undefined || before === undefined) throw new Error('The recording has ended.');
    // Each of them had half of the requests.
    versions.green.add(change(after), Math.min(percent / 50, 1), random);
    versions.blue.add(before, Math.min((100 - percent) / 50, 1), random);
  };
  await sampling.begin('blue');
  for (let second = 0; second < warmSeconds; second += 1) pass(0);
  let watched = 0;
  for (const percent of profiles.steps) {
    await sampling.begin('green');
    for (let second = 0; second < stepSeconds; second += 1) {
      pass(percent);
      const sample = await sampling.since('green', 'blue');
      const rejection = judge(sample.after, sample.before, profiles.steps.length);
      if (rejection !== null) return rejection.gate;
      if (sampling.memoryFault !== null) return sampling.memoryFault;
      watched += 1;
      if (watched < warmSeconds) sampling.forgetSlow('green');
    }
  }
  return null;
}

test('200 good releases on recorded traffic are not rolled back', async () => {
  const alarms: string[] = [];
  for (let seed = 0; seed < releases; seed += 1) {
    const reason = await replay(seed);
    if (reason !== null) alarms.push(reason);
  }
  const requests = recording.reduce((sum, [one, other]) => sum + one.requests + other.requests, 0);
  process.stdout.write(
    `${alarms.length} of ${releases} releases, on ${recording.length} s and ${requests} requests\n`,
  );
  expect(alarms).toEqual([]);
}, 120_000);

/** Every answer is eight times slower: three classes. */
const slower: Change = (second) => {
  const times = Object.entries(second.times).map(([operation, classes]) => {
    return [operation, [0, 0, 0, ...classes.slice(0, -3)]] as const;
  });
  return { ...second, times: Object.fromEntries(times) };
};
const failing: Change = (second) => ({ ...second, failures: Math.ceil(second.requests / 10) });
const growing: Change = (second) => ({ ...second, megabytes: 3 * second.megabytes });

test.each([
  ['slower operations', slower, 'slower answers of '],
  ['errors', failing, 'errors'],
  ['more memory', growing, 'memory: '],
])('the same traffic shows %s', async (_fault, change, reason) => {
  for (let seed = 0; seed < 10; seed += 1) {
    expect(await replay(seed, change)).toContain(reason);
  }
});
