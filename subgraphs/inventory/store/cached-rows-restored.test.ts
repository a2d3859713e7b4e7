import { join } from 'node:path';
import type { QueryConfig } from 'pg';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPgBackRest } from '../../../platform/backup/pgbackrest';
import { restoreCluster } from '../../../platform/backup/restored-cluster';
import { restoreTestMs } from '../../../platform/backup/testing/archived-rows';
import { SmallCluster } from '../../../platform/backup/testing/small-cluster';
import { archiveNow } from '../../../platform/database/archived-log';
import { migrate } from '../../../platform/database/migrate';
import { createPool, type Database } from '../../../platform/database/pool';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { createTestRedis, redisAvailable, type TestRedis } from '../../../platform/testing/redis';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { cachedRows } from './cached-rows';

const settings = { memory: true, redis: true, rowSeconds: 300, absentSeconds: 30, checkMs: 0 };

const refused = () => Promise.reject(new Error('The cache was bypassed.'));
const neverDirect = { products: refused, productSummaries: refused, warehouses: refused };

describe.skipIf(findPgBackRest() === null || !redisAvailable)('after a restore', () => {
  let cluster: SmallCluster;
  let own: TestRedis;
  let closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    own = await createTestRedis();
    cluster = new SmallCluster();
    await cluster.start();
    await migrate({
      url: cluster.url,
      logger,
      folder: join(repositoryRoot, 'prisma/inventory/migrations'),
    });
  }, restoreTestMs);
  afterAll(async () => {
    await own?.close();
    await cluster?.close();
  });

  /** The rows of a process on a database, which changes with a failover. */
  function processOn(url: () => string) {
    const poolOf = () => createPool({ url: url(), name: 'cached-rows', logger, max: 2 });
    let pool = poolOf();
    const query = (statement: QueryConfig) => pool.query(statement);
    const database = { query } as Pick<Database, 'query'>;
    const registry = new Registry();
    const rows = cachedRows(database, neverDirect, {
      redis: own.redis,
      settings,
      isOn: () => true,
      logger,
      registry,
    });
    const end = () => pool.end();
    closing.push(end);
    return {
      end,
      reconnect: () => {
        pool = poolOf();
      },
      priceOf: async () => (await rows.productSummaries(['A']))[0]?.priceMinor,
    };
  }

  test(
    'to a time, what was cached later is neither read from memory nor from Redis',
    async () => {
      let url = cluster.url;
      const one = processOn(() => url);
      await cluster.query(`INSERT INTO products (sku, name, price_minor, currency)
        VALUES ('A', 'A', 1, 'EUR')`);
      await cluster.backUp();
      const at = await cluster.now();
      await cluster.query(`UPDATE products SET price_minor = 2 WHERE sku = 'A'`);
      expect(await one.priceOf()).toBe(2n);
      await archiveNow(cluster.url);
      await one.end();
      await cluster.stop();
      const wish = { ...cluster.restoring, target: { kind: 'time' as const, at } };
      const { server } = await restoreCluster(wish);
      try {
        url = server.tcpUrl('postgres');
        one.reconnect();
        const other = processOn(() => url);
        expect([await one.priceOf(), await other.priceOf()]).toEqual([1n, 1n]);
        for (const end of closing) await end();
        closing = [];
      } finally {
        await server.stop();
      }
    },
    restoreTestMs,
  );
});
