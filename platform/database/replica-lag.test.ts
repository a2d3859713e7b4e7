import { join } from 'node:path';
import { Client } from 'pg';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signalServer } from '../testing/signal-server';
import { silentLogger as logger } from '../testing/silent-logger';
import { startStandby } from '../testing/standby';
import { folderForFile } from '../testing/temporary-folder';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';
import { measureReplicas } from './metrics';
import { createPool, type Database } from './pool';

const patience = { timeout: 40_000, interval: 200 };
const testMs = 130_000;
/** More than any lag of a standby that follows, also on a machine that is busy. */
const behindSeconds = 3;

const folder = folderForFile();
let primary: EmbeddedPostgres;
let standby: EmbeddedPostgres;
let pool: Database;
let follower: Client;

beforeAll(async () => {
  const primaryFolder = join(folder, 'primary');
  primary = await startEmbeddedPostgres({ dataFolder: primaryFolder, logger });
  pool = createPool({ url: primary.tcpUrl('postgres'), name: 'primary', logger });
  await pool.query('CREATE TABLE written (at timestamptz)');
  const standbyFolder = join(folder, 'standby');
  standby = await startStandby({ primary, primaryFolder, folder: standbyFolder, logger });
  follower = new Client({ connectionString: standby.tcpUrl('postgres') });
  await follower.connect();
}, 120_000);
afterAll(async () => {
  await follower?.end();
  await standby?.stop();
  await pool?.end();
  await primary?.stop();
});

/** What a scrape would say now; a registry of its own has nothing kept from the last one. */
async function scraped(name: string): Promise<number> {
  const registry = new Registry();
  measureReplicas(registry, { users: pool }, logger);
  const text = await registry.metrics();
  return Number(new RegExp(`^${name}\\{room="users"\\} (\\S+)$`, 'm').exec(text)?.[1]);
}

const lagSeconds = () => scraped('database_replica_lag_seconds');
const standbys = () => scraped('database_standbys');

const write = () => pool.query('INSERT INTO written VALUES (now())');

const countOn = async (where: Client | Database) => {
  const { rows } = await where.query<{ count: string }>('SELECT count(*) FROM written');
  return Number(rows[0]?.count);
};

const caughtUp = async () => (await countOn(follower)) === (await countOn(pool));

/** Writes one row at each look, as a shop in business does. */
const lagWhileWriting = async () => {
  await write();
  return lagSeconds();
};

describe('the lag of a standby', () => {
  test('is near zero while it follows', async () => {
    await write();
    await expect.poll(caughtUp, patience).toBe(true);
    await expect.poll(lagWhileWriting, patience).toBeLessThan(behindSeconds);
  });

  /** Rises while the standby does not replay, for any reason, and falls when it continues. */
  async function risesBetween(hold: () => unknown, letGo: () => unknown): Promise<void> {
    await hold();
    try {
      await expect.poll(lagWhileWriting, patience).toBeGreaterThan(behindSeconds);
    } finally {
      await letGo();
    }
    await expect.poll(caughtUp, patience).toBe(true);
    await expect.poll(lagWhileWriting, patience).toBeLessThan(behindSeconds);
  }

  test(
    'grows while it replays nothing of what it is sent, and is gone when it has',
    async () => {
      const replay = (what: string) => follower.query(`SELECT pg_wal_replay_${what}()`);
      await risesBetween(
        () => replay('pause'),
        () => replay('resume'),
      );
    },
    testMs,
  );

  test(
    'grows while it hangs and does not reply',
    async () => {
      const signal = (name: NodeJS.Signals) => signalServer(standby.pid, name);
      await risesBetween(
        () => signal('SIGSTOP'),
        () => signal('SIGCONT'),
      );
    },
    testMs,
  );
});

test(
  'a standby that went away is counted no more, and has no lag',
  async () => {
    expect(await standbys()).toBe(1);
    await follower.end();
    await standby.stop();
    await expect.poll(standbys, patience).toBe(0);
    expect(await lagWhileWriting()).toBe(0);
  },
  testMs,
);
