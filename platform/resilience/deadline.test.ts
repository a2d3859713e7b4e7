import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { blockEventLoop } from '../testing/block-event-loop';
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

test('reads an answer that arrived while this process was blocked for longer than the deadline', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  const accepted = once(server, 'connection');
  await once(server, 'listening');
  const asking = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [answering] = (await accepted) as [Socket];
  const reads = withDeadline(5, (signal) => {
    const answer = once(asking, 'data', { signal });
    answering.write('here');
    blockEventLoop(50);
    return answer;
  });
  expect(String((await reads)[0])).toBe('here');
  answering.destroy();
  asking.destroy();
  server.close();
});
