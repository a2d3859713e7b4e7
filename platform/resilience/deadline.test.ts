import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TimeoutError, withDeadline } from './deadline';

const untilEnd = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

test('returns the result of the work, or its failure', async () => {
  expect(await withDeadline(10_000, async () => 'done')).toBe('done');
  const failing = withDeadline(10_000, async () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
});

test('ends the work at the deadline', async () => {
  await expect(withDeadline(5, untilEnd)).rejects.toThrow(TimeoutError);
});

test('ends the work with the reason of the outer signal, also one that has ended before', async () => {
  const outer = new AbortController();
  const ended = withDeadline(10_000, untilEnd, outer.signal);
  outer.abort(new Error('left'));
  await expect(ended).rejects.toThrow('left');
  const seen = withDeadline(10_000, async ({ aborted }) => aborted, outer.signal);
  expect(await seen).toBe(true);
});

test('leaves the signal alone once the work is over', async () => {
  let kept: AbortSignal | undefined;
  await withDeadline(5, async (signal) => {
    kept = signal;
  });
  await pause(20);
  expect(kept?.aborted).toBe(false);
});
