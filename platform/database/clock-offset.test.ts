import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { measureClock } from './metrics';
import type { Database } from './pool';

/** The metric of a process whose database answers so. */
async function scraped(query: () => Promise<unknown>): Promise<number | undefined> {
  const registry = new Registry();
  measureClock(registry, { users: { query: query as Database['query'] } }, logger);
  const text = await registry.metrics();
  const value = /^clock_offset_seconds\{room="users"\} (\S+)$/m.exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}

const databaseAt = (offsetSeconds: number) => async () => ({
  rows: [{ now: Date.now() / 1_000 + offsetSeconds }],
});

test.each([-600, 0, 600])('is the difference to the clock of the database, %i s', async (ahead) => {
  const seconds = await scraped(databaseAt(-ahead));
  expect(Math.abs((seconds ?? Number.NaN) - ahead)).toBeLessThan(1);
});

test('is left out while the database does not answer', async () => {
  expect(await scraped(() => Promise.reject(new Error('down')))).toBeUndefined();
});
