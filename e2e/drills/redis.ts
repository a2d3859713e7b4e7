import { Redis } from 'ioredis';
import { msPerSecond } from '../../platform/values/time';
import type { ChaosShop } from '../chaos/chaos-shop';
import { signal } from '../chaos/faults';
import type { Drill } from './drill';
import { metricSum, millisecondsUntil } from './measure';
import { countAtMost, durationAtMost } from './report';

const detectedMsMax = 5 * msPerSecond;
const recoveredMsMax = 15 * msPerSecond;
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

/** Redis dies, and comes back without its data. */
export const redisDrill: Drill = {
  name: 'redis',
  async inject({ shop, history, probes }) {
    await withRedis(shop, (redis) => redis.set(mark, '1'));
    const [pid] = shop.pidsOf('redis');
    if (pid === undefined) throw new Error('There is no redis-server of this shop.');
    history.fault(`kill -9 redis ${pid}`);
    const brokenAtMs = Date.now();
    signal(pid, 'SIGKILL');
    const isLost = async () => metricSum(await shop.metrics('gateway-1'), 'redis_connected') === 0;
    const detectedAfterMs = await millisecondsUntil(brokenAtMs, isLost, waitMsMax);
    const recoveredAfterMs = await probes.recoveredAfter(brokenAtMs, waitMsMax);
    const isConnected = async () =>
      metricSum(await shop.metrics('gateway-1'), 'redis_connected') === 1;
    const connectedAfterMs = await millisecondsUntil(brokenAtMs, isConnected, waitMsMax);
    const kept = await withRedis(shop, (redis) => redis.exists(mark));
    return {
      faults: [
        {
          broken: 'Redis was killed (kill -9), and started again empty',
          detectedAfterMs,
          detectedBy: 'redis_connected of a gateway',
          recoveredAfterMs,
        },
      ],
      figures: [
        durationAtMost('detected', detectedAfterMs, detectedMsMax),
        durationAtMost('orders are confirmed again', recoveredAfterMs, recoveredMsMax),
        durationAtMost('the gateway is connected again', connectedAfterMs, recoveredMsMax),
        countAtMost('keys of before that Redis still has', kept, 0),
      ],
    };
  },
};
