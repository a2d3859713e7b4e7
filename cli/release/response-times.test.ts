import { expect, test } from 'vitest';
import { Random } from '../../platform/testing/random';
import { falseAlarmRate, judge } from './gates';
import { meanBetween, type ResponseTimes, SlowerWindows } from './response-times';
import { emptySample } from './testing/empty-sample';

/** The arithmetic of HAProxy 3.0, with its rounding: swrate_add_dynamic and swrate_avg. */
class HaproxyServer {
  private sum = 0;
  private requests = 0;

  add(ms: number): void {
    this.requests += 1;
    const lost = this.requests > 512 ? Math.floor((this.sum + 511) / 512) : 0;
    this.sum += Math.round(ms) - lost;
  }

  get times(): ResponseTimes {
    const samples = Math.max(Math.min(this.requests, 512), 1);
    return { requests: this.requests, averageMs: Math.floor((this.sum + samples - 1) / samples) };
  }
}

test.each([
  ['a server that has just begun', 0, 25],
  ['one that has had hundreds', 400, 25],
  ['one that passes the size of the sample', 500, 25],
  ['one that had another version for hours', 5_000, 25],
  ['many requests at once', 5_000, 2_000],
])('the mean between two looks is known of %s', (_what, earlier, count) => {
  const server = new HaproxyServer();
  for (let request = 0; request < earlier; request += 1) server.add(40);
  const began = server.times;
  for (let request = 0; request < count; request += 1) server.add(request % 10 === 0 ? 5_000 : 30);
  const mean = meanBetween(began, server.times);
  const slow = Math.ceil(count / 10);
  const exact = (slow * 5_000 + (count - slow) * 30) / count;
  expect(mean).toBeGreaterThan(exact * 0.9);
  expect(mean).toBeLessThan(exact * 1.1);
});

interface Traffic {
  readonly perSecond: number;
  /** Milliseconds of an answer of the previous version, and of the new one. */
  readonly before: (random: () => number) => number;
  readonly after?: (random: () => number) => number;
}

const shares = [0.1, 0.25, 0.5];
const stepSeconds = 30;
const warmSeconds = 10;

/** @returns after how many seconds of a canary in steps it is rolled back; null if it passes. */
function release({ perSecond, before, after = before }: Traffic, seed: number): number | null {
  const source = new Random(seed);
  const random = () => source.next();
  const [old, added] = [new HaproxyServer(), new HaproxyServer()];
  for (let request = 0; request < 1_000; request += 1) old.add(before(random));
  let second = 0;
  const windows = new SlowerWindows(() => second * 1_000);
  for (; second < shares.length * stepSeconds; second += 1) {
    const share = shares[Math.floor(second / stepSeconds)] ?? 0;
    for (let request = 0; request < perSecond; request += 1) {
      if (random() < share) added.add(after(random));
      else old.add(before(random));
    }
    windows.look({ after: added.times, before: old.times });
    if (second < warmSeconds) windows.forget();
    if (judge({ ...emptySample, slower: windows.counts }, emptySample, 4) !== null)
      return second + 1;
  }
  return null;
}

const exponential = (mean: number, random: () => number) => -mean * Math.log(1 - random());
/** Reads of 20 ms, and orders among them. */
const shop = (orderShare: number, orderMs: number) => (random: () => number) =>
  exponential(random() < orderShare ? orderMs : 20, random);

test.each([
  ['every twentieth of 50 requests a second is an order', 50, 0.05],
  ['every third of 20 is', 20, 0.33],
  ['every tenth of 500 is', 500, 0.1],
])('orders that take 5 s longer are found within 60 s, where %s', (_what, perSecond, orders) => {
  const late = (random: () => number) =>
    random() < orders ? 5_000 + exponential(150, random) : exponential(20, random);
  const needed = Array.from({ length: 200 }, (_, seed) => {
    return release({ perSecond, before: shop(orders, 150), after: late }, seed) ?? Infinity;
  });
  const sorted = needed.sort((one, other) => one - other);
  process.stdout.write(`orders later by 5 s: median ${sorted[100]} s, p95 ${sorted[190]} s\n`);
  expect(sorted[190]).toBeLessThanOrEqual(60);
});

test.each([
  ['reads of 20 ms and orders of 150 ms', 50, shop(0.1, 150)],
  ['few requests, most of them orders of 500 ms', 10, shop(0.6, 500)],
  [
    'one in a thousand requests that takes 5 s',
    50,
    (random: () => number) => (random() < 0.001 ? 5_000 : shop(0.1, 150)(random)),
  ],
])('a good version is seldom rolled back, with %s', (name, perSecond, before) => {
  const releases = 500;
  const seeds = Array.from({ length: releases }, (_, seed) => seed);
  const alarms = seeds.filter((seed) => release({ perSecond, before }, seed) !== null).length;
  const rate = alarms / releases;
  process.stdout.write(`${name}: ${(rate * 100).toFixed(2)} % of ${releases} releases\n`);
  expect(rate).toBeLessThanOrEqual(falseAlarmRate);
});
