import { afterEach, expect, test, vi } from 'vitest';
import { databaseForFile } from '../../platform/testing/database';
import { runMove } from './run';

const first = databaseForFile('orders');
const second = databaseForFile('orders');
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('a move that is interrupted does not say that the shards are there', async () => {
  const shards = [
    { from: 0, to: 4_094, url: first.url },
    { from: 4_095, to: 4_095, url: second.url },
  ];
  vi.stubEnv('ORDERPROCESSING_DATABASE_ORDERS_SHARDS', JSON.stringify(shards));
  vi.stubEnv('ORDERPROCESSING_ENCRYPTION_ORDERS_SECRET', 'o'.repeat(32));
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  // It is interrupted before it begins.
  const lifecycle = { onStop: (_name: string, _deadlineMs: number, stop: () => unknown) => stop() };
  const moving = runMove({ from: 0, to: 9, database: 'orders-2' }, lifecycle as never);
  await expect(moving).rejects.toThrow('Call the command again for the rest');
  expect(printed).toEqual([expect.stringMatching(/^Interrupted after 0 shards\./)]);
});
