import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { isCluster, slotOf } from '../../platform/redis/cluster';
import { createRateCounters, type RateCounters } from '../../platform/redis/rate-counters';
import { connectRedis, type Redis } from '../../platform/redis/redis';
import { withinRedisWait } from '../../platform/redis/wait-budget';
import { createLogger } from '../../platform/telemetry/logger';
import { msPerHour } from '../../platform/values/time';
import type { RedisNodes } from '../../testing/redis-nodes';

const keysMax = 60;
const processes = 2;
const pauseMs = 5;
/** More than requests wait by default: on a busy machine, a slow master is not a lost one. */
const requestWaitMs = 200;

const keys = Array.from({ length: keysMax }, (_, number) => `count-${number}`);

/** Counters that did not get all of their counts, or more than those. */
export interface Miscounted {
  /** Counts of the keys of other masters that are missing or too many. */
  readonly elsewhere: number;
  /** Counts of the keys of the lost master that are missing. */
  readonly missing: number;
  /** Counts of these keys that were sent while it was lost, or just before. */
  readonly sentWhileLost: number;
}

/** Counts as the gateways do: two processes, in the same counters, all the time. */
export class CountingProbe {
  private readonly sent = new Map<string, number[]>();
  private readonly prefix: string;
  private isOver = false;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(private readonly clients: readonly Redis[]) {
    this.prefix = `drill-${randomUUID()}:`;
  }

  static async start(nodes: RedisNodes): Promise<CountingProbe> {
    const logger = createLogger({ level: 'silent', pretty: false, name: 'drill' });
    const clients: Redis[] = [];
    while (clients.length < processes) {
      clients.push(await connectRedis({ ...nodes.servers, logger }));
    }
    const probe = new CountingProbe(clients);
    const where = { keyPrefix: probe.prefix, countersMax: keysMax, logger };
    const counters = clients.map((redis) => createRateCounters({ redis, ...where }));
    probe.running = Promise.all(counters.map((own) => probe.count(own)));
    return probe;
  }

  /** The counters that a node, named host:port, has as their master. */
  keysOf(node: string): readonly string[] {
    const [client] = this.clients;
    if (client === undefined || !isCluster(client)) throw new Error('There is no cluster.');
    return keys.filter((key) => client.slots[slotOf(this.prefix + key)]?.[0] === node);
  }

  /** Whether Redis takes a write to the key. */
  async isWritable(key: string): Promise<boolean> {
    const replies = await Promise.all(
      this.clients.map((client) => client.incrby(this.prefix + key, 0)),
    );
    return replies.length === processes;
  }

  /** Compares what was sent with what Redis has. */
  async miscounted(lost: ReadonlySet<string>, fromMs: number, toMs: number): Promise<Miscounted> {
    let elsewhere = 0;
    let missing = 0;
    let sentWhileLost = 0;
    for (const key of keys) {
      const sentAt = this.sent.get(key) ?? [];
      const difference = sentAt.length - Number(await this.clients[0]?.get(this.prefix + key));
      if (lost.has(key)) {
        missing += Math.max(0, difference);
        sentWhileLost += sentAt.filter((atMs) => atMs >= fromMs && atMs <= toMs).length;
      } else elsewhere += Math.abs(difference);
    }
    return { elsewhere, missing, sentWhileLost };
  }

  /** Ends the counting, so that Redis has everything that it will get. */
  async pause(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pause();
    for (const client of this.clients) client.disconnect();
  }

  private async count(counters: RateCounters): Promise<void> {
    for (let turn = 0; !this.isOver; turn += 1) {
      const key = keys[turn % keysMax] as string;
      const sentAt = this.sent.get(key) ?? [];
      this.sent.set(key, sentAt);
      sentAt.push(Date.now());
      await asRequest(() => counters.add([{ key, points: 1, windowMs: msPerHour }]));
      await delay(pauseMs);
    }
  }
}

/** Waits for Redis as little as a request does. */
async function asRequest(run: () => Promise<unknown>): Promise<void> {
  const response = new EventEmitter();
  await new Promise<void>((resolve, reject) =>
    withinRedisWait(requestWaitMs, response, () => void run().then(() => resolve(), reject)),
  );
  response.emit('close');
}
