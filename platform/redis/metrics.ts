import type { Registry } from 'prom-client';
import { gaugeIn } from '../telemetry/instruments';
import type { Redis } from './redis';

/** Whether this process is connected to Redis. */
export function measureRedis(registry: Registry, redis: Redis): void {
  gaugeIn(registry, {
    name: 'redis_connected',
    help: 'Whether there is a connection to Redis: 1 or 0.',
    collect() {
      this.set(redis.status === 'ready' ? 1 : 0);
    },
  });
}
