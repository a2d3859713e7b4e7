import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { sendSignal } from '../../platform/process/process-table';
import { msPerSecond } from '../../platform/values/time';
import type { ChaosShop } from '../chaos/chaos-shop';
import type { Drill, DrillContext, DrillOutcome } from './drill';
import { metricSum, millisecondsUntil } from './measure';
import { countAtLeast, countAtMost, durationAtMost } from './report';

const detectedMsMax = 5 * msPerSecond;
const recoveredMsMax = 15 * msPerSecond;
const hungMs = 20 * msPerSecond;
const waitMsMax = 60 * msPerSecond;
/** A key of a kind of its own, so that it is recognized in the data of the shop. */
const mark = 'drill:mark';

async function withRedis<Value>(
  shop: ChaosShop,
  use: (redis: Redis) => Promise<Value>,
): Promise<Value> {
  const redis = new Redis(shop.redisSocket, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

const isConnected = (shop: ChaosShop, expected: 0 | 1) => async () =>
  metricSum(await shop.metrics('gateway-1'), 'redis_connected') === expected;

const unanswered = async (shop: ChaosShop) =>
  metricSum(await shop.metrics('gateway-1'), 'redis_unanswered_commands_total');

function pidOf(shop: ChaosShop): number {
  const [pid] = shop.pidsOf('redis');
  if (pid === undefined) throw new Error('There is no redis-server of this shop.');
  return pid;
}

async function kill({ shop, history, probes }: DrillContext): Promise<DrillOutcome> {
  await withRedis(shop, (redis) => redis.set(mark, '1'));
  const pid = pidOf(shop);
  history.fault(`kill -9 redis ${pid}`);
  const brokenAtMs = Date.now();
  sendSignal(pid, 'SIGKILL');
  const detectedAfterMs = await millisecondsUntil(brokenAtMs, isConnected(shop, 0), waitMsMax);
  const recoveredAfterMs = await probes.recoveredAfter(brokenAtMs, waitMsMax);
  const connectedAfterMs = await millisecondsUntil(brokenAtMs, isConnected(shop, 1), waitMsMax);
  const kept = await withRedis(shop, (redis) => redis.exists(mark));
  const broken = 'Redis was killed (kill -9), and started again empty';
  return {
    faults: [
      { broken, detectedAfterMs, detectedBy: 'redis_connected of a gateway', recoveredAfterMs },
    ],
    figures: [
      durationAtMost('detected', detectedAfterMs, detectedMsMax),
      durationAtMost('orders are confirmed again', recoveredAfterMs, recoveredMsMax),
      durationAtMost('the gateway is connected again', connectedAfterMs, recoveredMsMax),
      countAtMost('keys of before that Redis still has', kept, 0),
    ],
  };
}

/** A server that does not answer must not cost each request the deadline of a command. */
async function hang({ shop, history, probes }: DrillContext): Promise<DrillOutcome> {
  const pid = pidOf(shop);
  const before = await unanswered(shop);
  history.fault(`SIGSTOP redis ${pid}`);
  const brokenAtMs = Date.now();
  sendSignal(pid, 'SIGSTOP');
  try {
    const [detectedAfterMs] = await Promise.all([
      millisecondsUntil(brokenAtMs, async () => (await unanswered(shop)) > before, waitMsMax),
      delay(hungMs),
    ]);
    const repairedAtMs = Date.now();
    const reads = probes.readsBetween(brokenAtMs, repairedAtMs);
    const sold = probes.soldBetween(brokenAtMs, repairedAtMs);
    sendSignal(pid, 'SIGCONT');
    const recoveredAfterMs = await probes.recoveredAfter(repairedAtMs, waitMsMax);
    const seconds = hungMs / msPerSecond;
    return {
      faults: [
        {
          broken: `Redis hung (SIGSTOP, ${seconds} s)`,
          detectedAfterMs,
          detectedBy: 'redis_unanswered_commands_total of a gateway',
          recoveredAfterMs,
        },
      ],
      figures: [
        durationAtMost('detected', detectedAfterMs, detectedMsMax),
        countAtLeast('orders confirmed while it hung', sold, seconds),
        countAtMost(`of ${reads.all} reads of the catalogue failed`, reads.failed, 0),
        durationAtMost('orders are confirmed again', recoveredAfterMs, recoveredMsMax),
      ],
    };
  } finally {
    sendSignal(pid, 'SIGCONT');
  }
}

/** Redis dies and comes back without its data, and then hangs. */
export const redisDrill: Drill = {
  name: 'redis',
  async inject(context) {
    const killed = await kill(context);
    const hung = await hang(context);
    return {
      faults: [...killed.faults, ...hung.faults],
      figures: [...killed.figures, ...hung.figures],
    };
  },
};
