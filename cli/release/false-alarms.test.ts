import { describe, expect, test } from 'vitest';
import { isLongRun } from '../../platform/testing/long-run';
import { Random } from '../../platform/testing/random';
import { msPerSecond } from '../../platform/values/time';
import { falseAlarmRate, judge, type Sample } from './gates';
import { profiles } from './profiles';
import { Windows } from './sampling';
import type { Counts } from './sequential-test';
import { emptySample } from './testing/empty-sample';

/** Stalls of a machine: successive fifths of a second in which most answers are slow. */
interface Stalls {
  /** The share of time that is stalled, in the long run. */
  readonly share: number;
  /** Mean length of a stall, in fifths of a second. */
  readonly length: number;
}

/** A Markov chain of two states: the smallest model in which slow moments follow each other. */
function stalling({ share, length }: Stalls, random: Random): () => boolean {
  const ends = 1 / length;
  const begins = share === 0 ? 0 : (ends * share) / (1 - share);
  let isSlow = random.chance(share);
  return () => {
    isSlow = isSlow ? !random.chance(ends) : random.chance(begins);
    return isSlow;
  };
}

interface Canary {
  /** Seconds of each step. */
  readonly steps: readonly number[];
  /** Stalls of the machine, which both versions suffer at the same time. */
  readonly shared: Stalls;
  /** Stalls of each version by itself, such as its garbage collection. */
  readonly own: Stalls;
  /** How long the previous version has been watched when the first step begins. */
  readonly watchedSeconds: number;
}

/** The resolution of stalls, which is finer than the windows in which they are judged. */
const ticksPerSecond = 5;
const noErrors: Counts = { bad: 0, all: 1_000 };
const none: Counts = { bad: 0, all: 0 };
const nothing: Sample = { ...emptySample, errors: noErrors };

/** The metrics of a version: ten answers and one measurement of its event loop in each tick. */
class Watched {
  private slow = none;
  private blocked = none;
  private slowMoments: Windows;
  private readonly blockedMoments: Windows;

  constructor(private readonly now: () => number) {
    this.slowMoments = new Windows(none, now);
    this.blockedMoments = new Windows(none, now, 0);
  }

  /** Restarts the count of slow answers; a blocked event loop counts over the whole release. */
  beginStep(): void {
    this.slowMoments = new Windows(this.slow, this.now);
  }

  add(isStalled: boolean): void {
    this.slow = { bad: this.slow.bad + (isStalled ? 10 : 0), all: this.slow.all + 10 };
    this.blocked = { bad: this.blocked.bad + (isStalled ? 1 : 0), all: this.blocked.all + 1 };
  }

  /** Ends a window of both versions if it is over. */
  endWith(before?: Watched): void {
    if (this.slowMoments.isOver()) {
      this.slowMoments.end(this.slow, before?.slowMoments.end(before.slow));
    }
    if (this.blockedMoments.isOver()) {
      this.blockedMoments.end(this.blocked, before?.blockedMoments.end(before.blocked));
    }
  }

  get sample(): Sample {
    return { ...nothing, slow: this.slowMoments.counts, blocked: this.blockedMoments.counts };
  }
}

/** @returns whether a version that is as good as the previous one is rolled back. */
function isFalselyRolledBack(canary: Canary, random: Random): boolean {
  const machine = stalling(canary.shared, random);
  const [before, after] = [stalling(canary.own, random), stalling(canary.own, random)];
  let tick = 0;
  const now = () => (tick * msPerSecond) / ticksPerSecond;
  const ofBefore = new Watched(now);
  for (; tick < canary.watchedSeconds * ticksPerSecond; tick += 1) {
    ofBefore.add(machine() || before());
    ofBefore.endWith();
  }
  const ofAfter = new Watched(now);
  for (const seconds of canary.steps) {
    ofAfter.beginStep();
    const endsAt = tick + seconds * ticksPerSecond;
    for (; tick < endsAt; tick += 1) {
      const isStalled = machine();
      ofBefore.add(isStalled || before());
      ofAfter.add(isStalled || after());
      ofAfter.endWith(ofBefore);
      if (judge(ofAfter.sample, ofBefore.sample, canary.steps.length)) return true;
    }
  }
  return false;
}

const calm: Stalls = { share: 0, length: 1 };
/** Their draws begin with a seed: each run finds the same rates. */
const releases = isLongRun ? 1_000 : 250;

interface Machine {
  readonly shared: Stalls;
  readonly own: Stalls;
}

function alarmRate(machine: Machine, steps: number, stepSeconds: number): number {
  const random = new Random(steps);
  const canary = {
    ...machine,
    steps: Array.from({ length: steps }, () => stepSeconds),
    watchedSeconds: 10,
  };
  let alarms = 0;
  for (let release = 0; release < releases; release += 1) {
    if (isFalselyRolledBack(canary, random)) alarms += 1;
  }
  return alarms / releases;
}

const both = (share: number, length: number): Machine => ({
  shared: { share, length },
  own: calm,
});
const each = (share: number, length: number): Machine => ({
  shared: calm,
  own: { share, length },
});
const machines: readonly (readonly [name: string, machine: Machine])[] = [
  ['that never stalls', both(0, 1)],
  ['that stalls for 1 s, 2 % of the time', both(0.02, 5)],
  ['that stalls for 2 s, 2 % of the time', both(0.02, 10)],
  ['that stalls for 0.5 s, 10 % of the time', both(0.1, 2.5)],
  ['on which each version pauses for 0.4 s, 1 % of the time', each(0.01, 2)],
  ['on which each version pauses for 1 s, 0.5 % of the time', each(0.005, 5)],
];

describe.each([
  ['four steps of 30 s', profiles.steps.length, 30],
  ['a hundred steps of 10 s', profiles['one-percent'].length, 10],
] as const)('good versions, released in %s', (profile, steps, seconds) => {
  test.each(machines)(
    'are seldom rolled back for slow or blocked moments on a machine %s',
    (name, machine) => {
      const rate = alarmRate(machine, steps, seconds);
      const share = `${(rate * 100).toFixed(2)} %`;
      process.stdout.write(`${profile}, a machine ${name}: ${share} of ${releases} releases\n`);
      expect(rate).toBeLessThanOrEqual(falseAlarmRate);
    },
  );
});

test.each([
  ['steps', 5],
  ['one-percent', 6],
] as const)('a version whose reads are slow is rejected, in the profile %s', (profile, within) => {
  const before = { ...nothing, slow: { bad: 0, all: 60 } };
  const isFound = (seconds: number) => {
    const after = { ...nothing, slow: { bad: seconds, all: seconds } };
    return judge(after, before, profiles[profile].length) !== null;
  };
  const seconds = Array.from({ length: 30 }, (_, index) => index + 1);
  expect(seconds.find(isFound)).toBeLessThanOrEqual(within);
});

test.each(['steps', 'one-percent'] as const)(
  'an event loop that is blocked in every other second is rejected, in the profile %s',
  (profile) => {
    const before = { ...nothing, blocked: { bad: 0, all: 60 } };
    const isFound = (seconds: number) => {
      const after = { ...nothing, blocked: { bad: Math.floor(seconds / 2), all: seconds } };
      return judge(after, before, profiles[profile].length) !== null;
    };
    const seconds = Array.from({ length: 60 }, (_, index) => index + 1);
    expect(seconds.find(isFound)).toBeLessThanOrEqual(20);
  },
);
