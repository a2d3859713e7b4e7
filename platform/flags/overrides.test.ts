import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { knownOverrides, type Overrides } from './overrides';

describe('switched flags', () => {
  let reads: number;
  let stored: Map<string, boolean>;
  let isDown: boolean;
  const read = async (): Promise<Overrides> => {
    reads += 1;
    if (isDown) throw new Error('users does not answer');
    return new Map(stored);
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
    [reads, isDown, stored] = [0, false, new Map([['plain', true]])];
  });
  afterEach(() => vi.useRealTimers());

  test('are read when a flag is evaluated, once for evaluations at the same time', async () => {
    const known = knownOverrides(read, logger);
    expect(reads).toBe(0);
    const all = await Promise.all(Array.from({ length: 10 }, () => known.current()));
    expect(all.every((overrides) => overrides.get('plain') === true)).toBe(true);
    expect(reads).toBe(1);
  });

  test('are read again in the background after 2.5 seconds, and awaited after four', async () => {
    const known = knownOverrides(read, logger);
    await known.current();
    stored.set('plain', false);
    vi.advanceTimersByTime(2_499);
    await known.current();
    expect(reads).toBe(1);
    vi.advanceTimersByTime(2);
    expect((await known.current()).get('plain')).toBe(true);
    expect((await known.current()).get('plain')).toBe(false);
    stored.set('plain', true);
    vi.advanceTimersByTime(4_001);
    expect((await known.current()).get('plain')).toBe(true);
  });

  test('stay as they are while they cannot be read, with one attempt in two seconds', async () => {
    const known = knownOverrides(read, logger);
    await known.current();
    isDown = true;
    vi.advanceTimersByTime(5_000);
    for (let n = 0; n < 10; n += 1) expect((await known.current()).get('plain')).toBe(true);
    expect(reads).toBe(2);
    isDown = false;
    stored.clear();
    vi.advanceTimersByTime(2_001);
    expect((await known.current()).size).toBe(0);
  });

  test('are read after a reading that has begun, on demand, which fails if it cannot', async () => {
    const known = knownOverrides(read, logger);
    const early = known.current();
    stored.set('plain', false);
    expect((await known.refresh()).get('plain')).toBe(false);
    await early;
    isDown = true;
    await expect(known.refresh()).rejects.toThrow('users does not answer');
  });
});
