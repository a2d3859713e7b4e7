import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CancelOrder, PlaceOrder } from '../../client/src/generated/operations';
import { repositoryRoot } from '../../platform/process/repository-root';
import { isLongRun } from '../../platform/testing/long-run';
import type { Topology } from '../../testing/started-shop';
import { demoClient } from '../harness/demo-client';
import { orderOf } from '../harness/people';
import { processesOf } from '../harness/processes';
import { eventually, type Shop } from '../harness/shop';

const consumerProgram = path.join(repositoryRoot, 'dist/examples/event-consumer/main.js');
const kills = isLongRun ? 20 : 8;
/** The deaths of the consumer at which the process with the relay dies too. */
const relayKills = isLongRun ? [4, 9, 14] : [2, 5];

/** The background jobs of orders, which the supervisor starts again. */
function killRelay(shop: Shop): void {
  for (const { pid, command } of processesOf(shop)) {
    const isRelay = command.includes('subgraphs/orders/main') && command.includes('--no-api');
    if (isRelay) process.kill(pid, 'SIGKILL');
  }
}

/** A reader of the stream has read no other events before. */
export function checkEvents(shop: Shop, topology: Topology): void {
  const customer = demoClient(shop, 'customer');
  let redis: Redis;
  let socket: string;
  const consumers: ChildProcess[] = [];

  beforeAll(() => {
    socket = path.join(shop.dataFolder, 'data/redis/redis.sock');
    redis = new Redis(socket);
  });
  afterAll(async () => {
    for (const consumer of consumers) consumer.kill('SIGKILL');
    redis?.disconnect();
  });

  /** The example as its reader runs it. */
  async function startConsumer(): Promise<ChildProcess> {
    const args = ['--redis', `unix://${socket}`, '--group', 'journey'];
    const child = spawn(process.execPath, [consumerProgram, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    consumers.push(child);
    if (!child.stdout) throw new Error('The consumer has no output.');
    await once(child.stdout, 'data');
    return child;
  }

  /** An order of three events. */
  async function threeEvents(): Promise<string> {
    const { placeOrder } = await customer.run(PlaceOrder, orderOf([['DEMO-0121', 1]], 'tok_ok'));
    if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
    await customer.run(CancelOrder, { id: placeOrder.id, reason: 'Changed my mind' });
    return placeOrder.id;
  }

  const effects = async () => {
    const counts = await redis.hgetall('journey:counts');
    return Object.values(counts).reduce((sum, count) => sum + Number(count), 0);
  };

  test('has one effect an event, in order, though its reader is killed again and again', async () => {
    const orderIds: string[] = [];
    for (let killed = 0; killed < kills; killed += 1) {
      const consumer = await startConsumer();
      const before = await effects();
      orderIds.push(...(await Promise.all([threeEvents(), threeEvents()])));
      if (topology === 'many processes' && relayKills.includes(killed)) killRelay(shop);
      await eventually('some effect', async () => (await effects()) > before);
      consumer.kill('SIGKILL');
      await once(consumer, 'exit');
    }
    await startConsumer();
    const expected = orderIds.length * 3;
    await eventually('all effects', async () => (await effects()) >= expected);
    for (const orderId of orderIds) {
      expect(await redis.lrange(`journey:heard:${orderId}`, 0, -1)).toEqual(['1', '2', '3']);
    }
    expect(await effects()).toBe(expected);
  });

  test('holds CloudEvents', async () => {
    const [entry] = await redis.xrevrange('orders:events', '+', '-', 'COUNT', 1);
    expect(JSON.parse(entry?.[1][1] ?? '')).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^evt_[0-9a-f]{32}_\d+$/),
      source: '/orders',
      type: expect.stringMatching(/^order\.[a-z_]+$/),
      subject: expect.any(String),
      time: expect.stringMatching(/Z$/),
      datacontenttype: 'application/json',
      partitionkey: expect.any(String),
      sequence: expect.stringMatching(/^\d{10}$/),
      data: expect.objectContaining({ version: expect.any(Number) }),
    });
  });
}
