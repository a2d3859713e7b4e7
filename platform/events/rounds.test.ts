import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { Rounds } from './rounds';

const patience = { timeout: 30_000, interval: 20 };

describe('rounds of work', () => {
  test('look once for many calls, and once more for a call during a look', async () => {
    let looks = 0;
    let release: () => void = () => undefined;
    const rounds = new Rounds({
      work: () => {
        looks += 1;
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
      failed: () => undefined,
      lingerMs: 1,
      backstopMs: 3_600_000,
    });
    rounds.start();
    for (let calls = 0; calls < 10; calls += 1) rounds.wake();
    await vi.waitFor(() => expect(looks).toBe(1), patience);
    rounds.wake();
    rounds.wake();
    release();
    await vi.waitFor(() => expect(looks).toBe(2), patience);
    release();
    await rounds.stop();
    rounds.wake();
    await delay(20);
    expect(looks).toBe(2);
  });

  test('go on after a look that failed, by the backstop', async () => {
    let looks = 0;
    const failures: unknown[] = [];
    const rounds = new Rounds({
      work: async () => {
        looks += 1;
        throw new Error('away');
      },
      failed: (error) => failures.push(error),
      lingerMs: 1,
      backstopMs: 10,
    });
    rounds.start();
    await vi.waitFor(() => expect(looks).toBeGreaterThan(2), patience);
    await rounds.stop();
    expect(failures).toHaveLength(looks);
  });

  test('look at once where they start, and a backstop later where they are patient', async () => {
    const begun: string[] = [];
    const roundsOf = (name: string, isPatient: boolean, backstopMs: number) =>
      new Rounds({
        work: async () => void begun.push(name),
        failed: () => undefined,
        lingerMs: 0,
        backstopMs,
        isPatient,
      });
    const all = [
      roundsOf('patient for long', true, 3_600_000),
      roundsOf('patient', true, 50),
      roundsOf('at once', false, 3_600_000),
    ];
    for (const rounds of all) {
      rounds.start();
      rounds.start();
    }
    await vi.waitFor(() => expect(begun).toContain('patient'), patience);
    await Promise.all(all.map((rounds) => rounds.stop()));
    expect(begun.filter((name) => name === 'at once')).toHaveLength(1);
    expect(begun).not.toContain('patient for long');
  });

  test('look once more after a pause that somebody asked for', async () => {
    let looks = 0;
    const rounds = new Rounds({
      work: async () => {
        looks += 1;
      },
      failed: () => undefined,
      lingerMs: 1,
      backstopMs: 3_600_000,
      isPatient: true,
    });
    rounds.later(1);
    rounds.start();
    rounds.later(1);
    await vi.waitFor(() => expect(looks).toBe(1), patience);
    await rounds.stop();
    rounds.later(1);
    expect(looks).toBe(1);
  });

  test('end when the look at hand has ended, and have no two at a time', async () => {
    const under = { now: 0, most: 0 };
    const held = Promise.withResolvers<void>();
    const rounds = new Rounds({
      work: async () => {
        under.now += 1;
        under.most = Math.max(under.most, under.now);
        await held.promise;
        under.now -= 1;
      },
      failed: () => undefined,
      lingerMs: 0,
      backstopMs: 5,
    });
    rounds.start();
    await vi.waitFor(() => expect(under.now).toBe(1), patience);
    const ended = rounds.stop().then(() => under.now);
    held.resolve();
    expect(await ended).toBe(0);
    expect(under.most).toBe(1);
  });
});
