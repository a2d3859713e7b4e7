import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { redisBus } from '../events/bus';
import { isAlive, waitUntil } from '../process/process-table';
import { blockEventLoop } from '../testing/block-event-loop';
import { MovingName } from '../testing/moving-name';
import { startProgram } from '../testing/program';
import { redisAvailable } from '../testing/redis';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import { checkRedis } from './cluster';
import { connectRedis } from './redis';
import { type RedisChild, startRedisChild } from './redis-child';

const deadlineMs = 30_000;

const folder = folderForFile();

async function start(within = folder): Promise<RedisChild> {
  const server = await startRedisChild({ folder: within, logger });
  if (server === null) throw new Error('There is no redis-server.');
  return server;
}

const answers = (redis: Redis | Cluster): Promise<boolean> =>
  redis.ping().then(
    () => true,
    () => false,
  );

describe.skipIf(!redisAvailable)('a Redis of our own', () => {
  test('answers on a socket, keeps nothing on disk, and leaves nothing behind', async () => {
    const server = await start();
    const redis = await connectRedis({ url: server.url, logger });
    await redis.set('key', 'value', 'EX', 60);
    expect(await redis.get('key')).toBe('value');
    expect(await redis.config('GET', 'save')).toEqual(['save', '']);
    redis.disconnect();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['what?', 'l'.repeat(100)])('is left out if its socket is in %s', async (name) => {
    expect(await startRedisChild({ folder: join(folder, name), logger })).toBeNull();
  });

  test('is reached though the process was blocked for longer than the deadline', async () => {
    const server = await start();
    const connecting = connectRedis({ url: server.url, logger });
    // The event loop is blocked, as if code were being loaded on a busy machine.
    blockEventLoop(5_500);
    const redis = await connecting;
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    await server.stop();
  });

  test('restarts after kill -9; commands fail at once until then, and work afterwards', async () => {
    const server = await start();
    const redis = await connectRedis({ url: server.url, logger });
    process.kill(server.pid, 'SIGKILL');
    expect(await waitUntil(async () => !(await answers(redis)), deadlineMs)).toBe(true);
    expect(await waitUntil(() => answers(redis), deadlineMs)).toBe(true);
    redis.disconnect();
    await server.stop();
  });

  test('is left for the one that has its name once it may not be written', async () => {
    const servers = await Promise.all(['first', 'second'].map((name) => start(join(folder, name))));
    const [first, second] = servers as [RedisChild, RedisChild];
    const name = await MovingName.leadingTo(first.url);
    const redis = await connectRedis({ url: `redis://${name.authority}`, logger });
    const bus = redisBus(redis, logger);
    const heard: string[] = [];
    bus.subscribe('changes', (message) => heard.push(message));
    await waitUntil(() => heard.length > 0, deadlineMs);

    name.leadTo(second.url);
    const operator = await connectRedis({ url: first.url, logger });
    await operator.replicaof('127.0.0.1', 1);
    await operator.ping();
    await expect(checkRedis(operator)).rejects.toThrow('READONLY');
    // One of many commands that are refused together closes the connection, and not each of them.
    const { stream } = redis as Redis;
    await Promise.allSettled(Array.from({ length: 30 }, () => redis.set('key', 'value')));
    expect(stream.listenerCount('close')).toBeLessThan(10);
    const writes = () =>
      redis.set('key', 'value').then(
        () => true,
        () => false,
      );
    expect(await waitUntil(writes, deadlineMs)).toBe(true);
    // What it publishes is heard by those that had subscribed at the first one.
    await waitUntil(() => heard.length > 1, deadlineMs);
    await bus.publish('changes', ['a']);
    expect(await waitUntil(() => heard.includes('a'), deadlineMs)).toBe(true);

    await bus.close();
    for (const client of [redis, operator]) client.disconnect();
    name.close();
    await Promise.all(servers.map((server) => server.stop()));
  });

  test('is connected to again though a connection was left while it was being opened', async () => {
    const server = await start();
    const redis = (await connectRedis({ url: server.url, logger })) as Redis;
    // The announcement of a failover leaves it like this, too.
    redis.once('connecting', () => redis.disconnect(true));
    const left = new Promise((resolve) => redis.once('end', resolve));
    redis.stream.destroy();
    await left;
    expect(await waitUntil(() => answers(redis), deadlineMs)).toBe(true);

    redis.disconnect();
    await new Promise((resolve) => redis.once('end', resolve));
    await pause(1_000);
    expect(redis.status).toBe('end');
    await server.stop();
  });

  test('is found later by a process that started without it', async () => {
    const name = await MovingName.leadingTo(`unix://${join(folder, 'nothing')}`);
    const url = `redis://${name.authority}`;
    const redis = await connectRedis({ url, logger, isRequired: false });
    await expect(redis.ping()).rejects.toThrow();
    const server = await start();
    name.leadTo(server.url);
    expect(await waitUntil(() => answers(redis), deadlineMs)).toBe(true);
    redis.disconnect();
    name.close();
    await server.stop();
  });

  test('ends when its starter is killed, and can be started again', async () => {
    const program = startProgram(`
      const quiet = () => undefined;
      const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
      const { startRedisChild } = require('./platform/redis/redis-child');
      startRedisChild({ folder: ${JSON.stringify(folder)}, logger }).then(({ pid }) => process.send(pid));
    `);
    const pid = Number(await program.firstMessage);
    program.process.kill('SIGKILL');
    const next = await start();
    expect(await waitUntil(() => !isAlive(pid), deadlineMs)).toBe(true);
    expect(isAlive(next.pid)).toBe(true);
    await next.stop();
  });
});

test('says within its deadline that there is no Redis', async () => {
  const failing = connectRedis({ url: 'redis://127.0.0.1:1', logger });
  await expect(failing).rejects.toThrow(
    /no Redis to be reached: .*ECONNREFUSED.*\. Check its server/,
  );
});
