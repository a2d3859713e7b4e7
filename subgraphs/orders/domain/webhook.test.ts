import { expect, test } from 'vitest';
import { isAccepted, isGone, lastingFailureSeconds, retryPauseMs } from './webhook';

/** The defaults of the configuration. */
const webhooks = {
  retrySeconds: [5, 30, 120, 600, 3_600],
  retryEverySeconds: 21_600,
  giveUpSeconds: 259_200,
};

test('retries come after 5 s, 30 s, 2 min, 10 min, 1 h, and then every 6 h for 3 days', () => {
  const pauses: number[] = [];
  let ageMs = 0;
  for (;;) {
    const pauseMs = retryPauseMs(webhooks, pauses.length + 1, ageMs, 0.5);
    if (pauseMs === null) break;
    pauses.push(pauseMs / 1_000);
    ageMs += pauseMs;
  }
  expect(pauses.slice(0, 7)).toEqual([5, 30, 120, 600, 3_600, 21_600, 21_600]);
  expect(ageMs).toBeLessThanOrEqual(72 * 3_600_000);
  expect(ageMs).toBeGreaterThan(60 * 3_600_000);
});

test('pauses vary, each by at most a tenth', () => {
  expect(retryPauseMs(webhooks, 1, 0, 0)).toBe(4_500);
  expect(retryPauseMs(webhooks, 1, 0, 1)).toBe(5_500);
});

test('an endpoint has failed for long when its delivery is given up', () => {
  const failures = 40;
  const ageMs = 67 * 3_600_000;
  expect(retryPauseMs(webhooks, failures, ageMs, 0.5)).toBeNull();
  expect(lastingFailureSeconds(webhooks, true)).toBeLessThan(ageMs / 1_000);
  expect(lastingFailureSeconds(webhooks, false)).toBe(72 * 3_600);
});

test.each([
  [199, false],
  [200, true],
  [299, true],
  [300, false],
  [null, false],
])('a receiver has accepted by the status %s: %s', (status, isIt) => {
  expect(isAccepted(status)).toBe(isIt);
});

test('a receiver is gone by the status 410 alone', () => {
  expect([410, 404, 200, null].map(isGone)).toEqual([true, false, false, false]);
});
