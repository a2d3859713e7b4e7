import type { Registry } from 'prom-client';
import { measureValue } from '../telemetry/at-scrape';
import { counterIn } from '../telemetry/instruments';
import { unansweredEvent } from './bounded-commands';
import type { Redis } from './redis';

/** Whether this process is connected to Redis, and how often Redis was silent. */
export function measureRedis(registry: Registry, redis: Redis): void {
  measureValue(registry, {
    name: 'redis_connected',
    help: 'Whether there is a connection to Redis: 1 or 0.',
    read: () => (redis.status === 'ready' ? 1 : 0),
  });
  const unanswered = counterIn(registry, {
    name: 'redis_unanswered_commands_total',
    help: 'Commands without a reply in time; three in succession pause all commands for a second.',
  });
  redis.on(unansweredEvent, () => unanswered.inc());
}
