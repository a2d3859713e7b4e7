import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { PollLoop } from './poll-loop';

const patience = { timeout: 30_000, interval: 20 };

describe('a poll loop', () => {
  test('polls once for many wakes, and once more for a wake during a poll', async () => {
    let polls = 0;
    let release: () => void = () => undefined;
    const loop = new PollLoop({
      work: () => {
        polls += 1;
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
      onError: () => undefined,
      lingerMs: 1,
      backstopMs: 3_600_000,
    });
    loop.start();
    for (let calls = 0; calls < 10; calls += 1) loop.wake();
    await vi.waitFor(() => expect(polls).toBe(1), patience);
    loop.wake();
    loop.wake();
    release();
    await vi.waitFor(() => expect(polls).toBe(2), patience);
    release();
    await loop.stop();
    loop.wake();
    await delay(20);
    expect(polls).toBe(2);
  });

  test('polls again by the backstop after a poll that failed', async () => {
    let polls = 0;
    const failures: unknown[] = [];
    const loop = new PollLoop({
      work: async () => {
        polls += 1;
        throw new Error('away');
      },
      onError: (error) => failures.push(error),
      lingerMs: 1,
      backstopMs: 10,
    });
    loop.start();
    await vi.waitFor(() => expect(polls).toBeGreaterThan(2), patience);
    await loop.stop();
    expect(failures).toHaveLength(polls);
  });

  test('polls at its start, or one backstop later where it waits for that', async () => {
    const begun: string[] = [];
    const loopOf = (name: string, waitsForBackstop: boolean, backstopMs: number) =>
      new PollLoop({
        work: async () => void begun.push(name),
        onError: () => undefined,
        lingerMs: 0,
        backstopMs,
        waitsForBackstop: waitsForBackstop,
      });
    const all = [
      loopOf('patient for long', true, 3_600_000),
      loopOf('patient', true, 50),
      loopOf('at once', false, 3_600_000),
    ];
    for (const loop of all) {
      loop.start();
      loop.start();
    }
    await vi.waitFor(() => expect(begun).toContain('patient'), patience);
    await Promise.all(all.map((loop) => loop.stop()));
    expect(begun.filter((name) => name === 'at once')).toHaveLength(1);
    expect(begun).not.toContain('patient for long');
  });

  test('polls once more after a scheduled pause', async () => {
    let polls = 0;
    const loop = new PollLoop({
      work: async () => {
        polls += 1;
      },
      onError: () => undefined,
      lingerMs: 1,
      backstopMs: 3_600_000,
      waitsForBackstop: true,
    });
    loop.scheduleIn(1);
    loop.start();
    loop.scheduleIn(1);
    await vi.waitFor(() => expect(polls).toBe(1), patience);
    await loop.stop();
    loop.scheduleIn(1);
    expect(polls).toBe(1);
  });

  test('stops after the poll in progress, and never polls twice at a time', async () => {
    const under = { now: 0, most: 0 };
    const held = Promise.withResolvers<void>();
    const loop = new PollLoop({
      work: async () => {
        under.now += 1;
        under.most = Math.max(under.most, under.now);
        await held.promise;
        under.now -= 1;
      },
      onError: () => undefined,
      lingerMs: 0,
      backstopMs: 5,
    });
    loop.start();
    await vi.waitFor(() => expect(under.now).toBe(1), patience);
    const ended = loop.stop().then(() => under.now);
    held.resolve();
    expect(await ended).toBe(0);
    expect(under.most).toBe(1);
  });

  test('starts when it is scheduled, and never again once it was stopped', async () => {
    let polls = 0;
    const loop = new PollLoop({
      work: async () => {
        polls += 1;
      },
      onError: () => undefined,
      lingerMs: 0,
      backstopMs: 5,
    });
    loop.schedule();
    await vi.waitFor(() => expect(polls).toBeGreaterThan(0), patience);
    await loop.stop();
    const before = polls;
    loop.schedule();
    loop.start();
    await delay(20);
    expect(polls).toBe(before);
  });

  test('polls for a caller that waits, who gets the result or the error', async () => {
    const results = [3, new Error('away')];
    const loop = new PollLoop({
      work: async (stopping) => {
        const result = results.shift();
        if (result instanceof Error) throw result;
        return { result, isStopping: stopping.aborted };
      },
      onError: () => undefined,
      lingerMs: 0,
      backstopMs: 3_600_000,
    });
    expect(await loop.runOnce()).toEqual({ result: 3, isStopping: false });
    await expect(loop.runOnce()).rejects.toThrow('away');
    await loop.stop();
    expect(await loop.runOnce()).toMatchObject({ isStopping: true });
  });
});
