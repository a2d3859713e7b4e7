import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Bus, redisBus } from '../../platform/events/bus';
import { createRateCounters } from '../../platform/redis/rate-counters';
import { connectRedis, type Redis } from '../../platform/redis/redis';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { redisAvailable } from '../../platform/testing/redis';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { type RedisNodes, startRedisCluster, startRedisSentinels } from '../../testing/redis-nodes';

/** Masters that are killed or hang: one process writes, counts and listens again by itself. */

const patience = { timeout: 60_000, interval: 50 };
const folder = folderForFile();
beforeAll(() => makeCertificates(folder, ['localhost']));
const withTls = tlsFilesOf(folder, 'localhost');

const ways = [
  { way: 'a cluster', start: () => startRedisCluster(1) },
  { way: 'Sentinels', start: () => startRedisSentinels() },
  { way: 'a cluster over TLS', start: () => startRedisCluster(1, withTls) },
  { way: 'Sentinels over TLS', start: () => startRedisSentinels(withTls) },
];

for (const { way, start } of ways) {
  describe.skipIf(!redisAvailable)(`with ${way}`, { timeout: 240_000 }, () => {
    let nodes: RedisNodes;
    let redis: Redis;
    let bus: Bus;
    beforeEach(async () => {
      nodes = await start();
      redis = await connectRedis({ ...nodes.servers, logger });
      bus = redisBus(redis, logger);
    });
    afterEach(async () => {
      await bus?.close();
      redis?.disconnect();
      await nodes?.close();
    });

    /** Keys of all masters. */
    const keys = Array.from({ length: 30 }, (_, key) => `key-${key}`);
    const writeAll = () => Promise.all(keys.map((key) => redis.set(key, key)));
    /** Transactions and pipelines, whose commands are written together. */
    const writeTogether = () =>
      Promise.all(
        keys.map(async (key) => {
          const replies = (await redis.multi().lpush(`list-${key}`, key).exec()) ?? [];
          for (const [error] of replies) if (error) throw error;
          await bus.publish('written', [key]);
        }),
      );

    test.each(['SIGKILL', 'SIGSTOP'] as const)(
      'writes again after %s of a master',
      async (name) => {
        await writeAll();
        const [master] = await nodes.masters();
        if (master === undefined) throw new Error('There is no master.');
        process.kill(master.pid, name);
        // Its keys cannot be written before another one has taken over.
        await vi.waitFor(() => Promise.all([writeAll(), writeTogether()]), patience);
        const counters = createRateCounters({ redis, keyPrefix: 'r:', countersMax: 9, logger });
        const add = () => counters.add(keys.map((key) => ({ key, points: 1 })));
        await add();
        expect((await add()).map(({ used }) => used)).toEqual(keys.map(() => 2));
        expect(await redis.get('r:key-1')).toBe('2');
      },
    );

    test('hears messages again after the death of the node that it listens on', async () => {
      const heard: string[] = [];
      bus.subscribe('changes', (message) => heard.push(message));
      await vi.waitFor(() => expect(heard).toEqual(['']), patience);
      const listened = await listenedNode(nodes);
      process.kill(listened, 'SIGKILL');
      await vi.waitFor(() => expect(heard).toEqual(['', '']), patience);
      await vi.waitFor(async () => {
        await bus.publish('changes', ['again']);
        expect(heard).toContain('again');
      }, patience);
    });
  });
}

/** The process that a subscriber is connected to. */
async function listenedNode({ all, connectionTo }: RedisNodes): Promise<number> {
  for (const { port, pid } of all()) {
    const node = connectionTo(port);
    try {
      await node.connect();
      const channels = (await node.pubsub('CHANNELS', '0:changes')) as string[];
      if (channels.length > 0) return pid;
    } finally {
      node.disconnect();
    }
  }
  throw new Error('No node has the subscriber.');
}
