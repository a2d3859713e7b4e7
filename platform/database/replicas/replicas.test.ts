import { join } from 'node:path';
import { Client, type QueryResultRow } from 'pg';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signalServer } from '../../testing/signal-server';
import { silentLogger as logger } from '../../testing/silent-logger';
import { startStandby } from '../../testing/standby';
import { folderForFile } from '../../testing/temporary-folder';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded';
import { createPool, type Database, type Queryable, type Statement } from '../pool';
import { openReplicas, replicaReadsOf, withReplicas } from './index';
import { measureReplicaReads } from './metrics';

const patience = { timeout: 40_000, interval: 20 };
const testMs = 100_000;
const closing: (() => Promise<void>)[] = [];

const folder = folderForFile();
const standbyFolder = join(folder, 'standby');
let primary: EmbeddedPostgres;
let standby: EmbeddedPostgres;

beforeAll(async () => {
  const primaryFolder = join(folder, 'primary');
  primary = await startEmbeddedPostgres({ dataFolder: primaryFolder, logger });
  await ask(primary, 'CREATE TABLE written (at timestamptz)');
  standby = await startStandby({ primary, primaryFolder, folder: standbyFolder, logger });
}, 120_000);
afterEach(async () => {
  await ask(standby, 'SELECT pg_wal_replay_resume()').catch(() => undefined);
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await standby?.stop();
  await primary?.stop();
});

async function ask(server: EmbeddedPostgres, text: string): Promise<void> {
  const client = new Client({ connectionString: server.tcpUrl('postgres') });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

interface OpenReads {
  readonly database: Database;
  readonly reads: Queryable;
  /** Reads that must not be older than a second. */
  readonly recent: Queryable;
}

function open(lagSecondsMax = 1): OpenReads {
  const database = createPool({ url: primary.tcpUrl('postgres'), name: 'shop', logger });
  const url = standby.tcpUrl('postgres');
  const pool = { max: 4, idle: 1, lifetimeSeconds: 60 };
  openReplicas(database, { ...pool, name: 'shop', urls: () => [url], lagSecondsMax, logger });
  closing.push(() => database.end());
  const reads = replicaReadsOf(database);
  return { database, reads, recent: reads.within(1_000) };
}

/** Which server answers, and what it has. */
async function read(from: Queryable, isAllowed = true) {
  const statement = {
    text: `SELECT CASE WHEN pg_is_in_recovery() THEN 'replica' ELSE 'primary' END AS server,
      count(*)::int AS rows FROM written`,
    values: [],
  };
  const { rows } = await withReplicas(isAllowed, () =>
    from.query<{ server: string; rows: number }>(statement),
  );
  return rows[0] ?? { server: 'none', rows: 0 };
}

const server = async (from: Queryable) => (await read(from)).server;
const isReplicaRead = (from: Queryable) =>
  expect.poll(() => server(from), patience).toBe('replica');

async function write({ database }: OpenReads): Promise<void> {
  await database.query('INSERT INTO written VALUES (now())');
}

/** Writes one row before each read, so that a standby that does not replay falls behind. */
const serverWhileWriting = (shop: OpenReads, from: Queryable) => async () => {
  await write(shop);
  return server(from);
};

test('a request that may not read old data never reads a replica', async () => {
  const { reads } = open();
  await isReplicaRead(reads);
  const all = await Promise.all(Array.from({ length: 20 }, () => read(reads, false)));
  expect(new Set(all.map((one) => one.server))).toEqual(new Set(['primary']));
});

test('a database without replicas answers itself', async () => {
  const database = createPool({ url: primary.tcpUrl('postgres'), name: 'shop', logger });
  closing.push(() => database.end());
  expect(await server(replicaReadsOf(database))).toBe('primary');
});

describe('a standby that replays nothing', () => {
  test(
    'lacks at most what the limit allows, is out past it, and is back when it has caught up',
    async () => {
      const shop = open();
      await isReplicaRead(shop.reads);
      await ask(standby, 'SELECT pg_wal_replay_pause()');
      await write(shop);
      const writtenAtMs = performance.now();
      const { rows: expected } = await read(shop.database);
      const late: number[] = [];
      await expect
        .poll(async () => {
          const begunAtMs = performance.now();
          const { server: answering, rows } = await read(shop.reads);
          if (begunAtMs - writtenAtMs > 1_000) late.push(rows);
          return answering === 'primary' && late.length > 100;
        }, patience)
        .toBe(true);
      expect(Math.min(...late)).toBe(expected);
      expect(await measured(shop)).toContain('database_read_replicas{room="shop",state="out"} 1');
      await ask(standby, 'SELECT pg_wal_replay_resume()');
      await isReplicaRead(shop.reads);
      expect((await read(shop.reads)).rows).toBe(expected);
    },
    testMs,
  );

  test(
    'still answers what may be older than a second, and nothing that may not',
    async () => {
      const shop = open(60);
      await isReplicaRead(shop.recent);
      await ask(standby, 'SELECT pg_wal_replay_pause()');
      await expect.poll(serverWhileWriting(shop, shop.recent), patience).toBe('primary');
      await isReplicaRead(shop.reads);
      expect(await server(shop.recent)).toBe('primary');
    },
    testMs,
  );
});

async function measured({ database }: OpenReads): Promise<string> {
  const registry = new Registry();
  measureReplicaReads(registry, { shop: database });
  return registry.metrics();
}

/** Four clients that read without a pause until `end` has happened; all their reads have answers. */
async function readUntil(shop: OpenReads, end: () => boolean): Promise<number> {
  const client = async () => {
    let answers = 0;
    while (!end()) {
      await read(shop.reads);
      answers += 1;
    }
    return answers;
  };
  const all = await Promise.all(Array.from({ length: 4 }, client));
  return all.reduce((sum, answers) => sum + answers);
}

/** A failover to a standby that lacked the last log: the primary is so far behind where it was. */
function failOver({ database }: OpenReads) {
  const failover = { lostBytes: 0n, questions: 0 };
  const ask = database.query.bind(database) as unknown as Queryable['query'];
  const query: Queryable['query'] = async <Row extends QueryResultRow>(statement: Statement) => {
    const answer = await ask<Row>(statement);
    if (statement.name !== 'wal-position') return answer;
    failover.questions += 1;
    const rows = answer.rows.map(({ lsn }) => ({ lsn: lsn - failover.lostBytes }));
    return { ...answer, rows: rows as unknown as Row[] };
  };
  database.query = query as unknown as Database['query'];
  return failover;
}

test(
  'a standby that was ahead of the new primary is not read until it follows that',
  async () => {
    const shop = open(60);
    const failover = failOver(shop);
    await isReplicaRead(shop.reads);
    await ask(standby, 'SELECT pg_wal_replay_pause()');
    failover.lostBytes = 1_000_000n;
    await expect.poll(() => server(shop.reads), patience).toBe('primary');
    // The primary has written as much again, and the standby is behind for less than the limit.
    failover.lostBytes = 0n;
    await write(shop);
    const { questions } = failover;
    const seen = new Set<string>();
    await expect
      .poll(async () => {
        seen.add(await server(shop.reads));
        return failover.questions > questions + 6;
      }, patience)
      .toBe(true);
    expect(seen).toEqual(new Set(['primary']));
    await ask(standby, 'SELECT pg_wal_replay_resume()');
    await isReplicaRead(shop.reads);
  },
  testMs,
);

describe('a standby that fails', () => {
  test(
    'makes no read fail when it hangs, is out, and is back when it continues',
    async () => {
      const shop = open();
      await isReplicaRead(shop.reads);
      signalServer(standby.pid, 'SIGSTOP');
      try {
        let isOut = false;
        let answers = 0;
        const reading = readUntil(shop, () => isOut).then((all) => {
          answers = all;
        });
        const isNowOut = async () => (await measured(shop)).includes('state="out"} 1');
        await expect.poll(isNowOut, patience).toBe(true);
        isOut = true;
        // The driver alone would give up an open read after 20 s.
        await expect.poll(() => answers, { timeout: 15_000 }).toBeGreaterThan(0);
        await reading;
        expect(await server(shop.reads)).toBe('primary');
      } finally {
        signalServer(standby.pid, 'SIGCONT');
      }
      await isReplicaRead(shop.reads);
    },
    testMs,
  );

  test(
    'makes no read fail when it is killed, and is back when it runs again',
    async () => {
      const shop = open();
      await isReplicaRead(shop.reads);
      let isEnded = false;
      const reading = readUntil(shop, () => isEnded);
      signalServer(standby.pid, 'SIGKILL');
      await expect.poll(() => server(shop.reads), patience).toBe('primary');
      standby = await startEmbeddedPostgres({
        dataFolder: standbyFolder,
        logger,
        port: standby.port,
      });
      await isReplicaRead(shop.reads);
      isEnded = true;
      expect(await reading).toBeGreaterThan(0);
      expect(await measured(shop)).toMatch(/target="fallback"} [1-9]/);
    },
    testMs,
  );

  test('is not read once it has become a primary itself', async () => {
    const shop = open();
    await isReplicaRead(shop.reads);
    await ask(standby, 'SELECT pg_promote()');
    await expect
      .poll(async () => {
        await write(shop);
        const [answered, { rows }] = [await read(shop.reads), await read(shop.database)];
        return answered.rows === rows && (await measured(shop)).includes('state="out"} 1');
      }, patience)
      .toBe(true);
  });
});
