import { describe, expect, it, test } from 'vitest';
import { dueAfterMs, waitUntilDue } from './schedule';

const at = (time: string) => new Date(`2010-12-01T${time}Z`);
const never = new AbortController().signal;

describe('the time of an invoice', () => {
  it.each([
    ['08:26:00', 1, 0],
    ['08:27:00', 1, 60_000],
    ['08:27:00', 60, 1_000],
    ['09:26:00', 7_200, 500],
    ['08:27:00', 0.5, 120_000],
  ])('of %s at speed %d is %d ms after the first one', (time, speed, expected) => {
    expect(dueAfterMs(at('08:26:00'), at(time), speed)).toBe(expected);
  });

  it('is immediate if it is dated before the first one', () => {
    expect(dueAfterMs(at('08:26:00'), at('07:00:00'), 10)).toBe(0);
  });
});

test('the first invoice starts at once, the next one waits, and an overdue one is late', async () => {
  const turn = waitUntilDue(600, never);
  const startedAtMs = performance.now();
  await turn(at('08:26:00'));
  expect(await turn(at('08:27:00'))).toBeGreaterThanOrEqual(0);
  const passedMs = performance.now() - startedAtMs;
  expect(passedMs).toBeGreaterThanOrEqual(100);
  expect(await turn(at('08:26:00'))).toBeGreaterThanOrEqual(100);
});

test('a wait of years is possible, and ends when it is aborted', async () => {
  const stopping = new AbortController();
  const turn = waitUntilDue(1, stopping.signal);
  await turn(at('08:26:00'));
  const waiting = turn(new Date('2036-01-01T00:00:00Z'));
  let isOver = false;
  void waiting.then(() => {
    isOver = true;
  });
  await turn(at('08:26:00'));
  expect(isOver).toBe(false);
  stopping.abort();
  await waiting;
});
