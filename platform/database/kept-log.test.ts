import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';
import { measureReplicas } from './metrics';
import { createPool, type Database } from './pool';

const patience = { timeout: 40_000, interval: 500 };
const testMs = 60_000;

const folder = folderForFile();
let server: EmbeddedPostgres;
let pool: Database;

beforeAll(async () => {
  // Its archive_command fails.
  const options = { dataFolder: folder, logger, durable: false, holdsArchive: true };
  server = await startEmbeddedPostgres(options);
  pool = createPool({ url: server.tcpUrl('postgres'), name: 'users', logger });
  await pool.query('CREATE TABLE written (at timestamptz)');
}, 120_000);
afterAll(async () => {
  await pool?.end();
  await server?.stop();
});

/** What a scrape would say now; a registry of its own has nothing kept from the last one. */
async function scraped(name: string): Promise<number> {
  const registry = new Registry();
  measureReplicas(registry, { users: pool }, logger);
  const text = await registry.metrics();
  return Number(new RegExp(`^${name}\\{room="users"\\} (\\S+)$`, 'm').exec(text)?.[1]);
}

const nextSegment = async () => {
  await pool.query('INSERT INTO written VALUES (now())');
  await pool.query('SELECT pg_switch_wal()');
};

describe('log that is kept', () => {
  test('for a slot that nobody reads grows, and is 0 without one', async () => {
    expect(await scraped('database_slot_log_bytes')).toBe(0);
    await pool.query(`SELECT pg_create_physical_replication_slot('unread', true)`);
    for (let segment = 0; segment < 3; segment += 1) await nextSegment();
    const segmentBytes = 4 * 2 ** 20;
    expect(await scraped('database_slot_log_bytes')).toBeGreaterThan(2 * segmentBytes);
    await pool.query(`SELECT pg_drop_replication_slot('unread')`);
    expect(await scraped('database_slot_log_bytes')).toBe(0);
  });

  test(
    'because archiving fails has an age',
    async () => {
      await nextSegment();
      const age = () => scraped('database_archiving_failing_seconds');
      await expect.poll(age, patience).toBeGreaterThan(0);
      const before = await age();
      await expect.poll(age, patience).toBeGreaterThan(before);
    },
    testMs,
  );
});
