import { expect, test } from 'vitest';
import { SharedTimer } from './shared-timer';

/** Resolves when the wait is due. */
const due = (timer: SharedTimer, ms: number): Promise<void> =>
  new Promise((resolve) => void timer.add(ms, resolve));

const hourMs = 3_600_000;

test('a wait is called when it is due, whatever was added before it', async () => {
  const timer = new SharedTimer();
  const ended: string[] = [];
  timer.add(hourMs, () => ended.push('long'));
  await due(timer, 5);
  await due(timer, 5);
  expect(ended).toEqual([]);
});

test('waits that are due are called in the order in which they were added', async () => {
  const timer = new SharedTimer();
  const ended: string[] = [];
  timer.add(1, () => ended.push('first'));
  timer.add(1, () => ended.push('second'));
  await due(timer, 10);
  expect(ended).toEqual(['first', 'second']);
});

test('a wait that was cancelled is not called', async () => {
  const timer = new SharedTimer();
  const ended: string[] = [];
  const cancel = timer.add(1, () => ended.push('cancelled'));
  cancel();
  await due(timer, 10);
  await due(timer, 10);
  expect(ended).toEqual([]);
});

test('a wait that is added when another is due is called, too', async () => {
  const timer = new SharedTimer();
  await new Promise<void>((resolve) => {
    timer.add(1, () => void timer.add(1, resolve));
  });
});
