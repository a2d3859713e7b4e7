import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { unusedProvider } from '../../payments/unused-provider';
import { createPool } from '../../platform/database/pool';
import { unusedRateLimits } from '../../platform/graphql/unused-rate-limits';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { ordersSubgraph } from './subgraph';

const uncalled = () => Promise.reject(new Error('No other service is called.'));

test('builds its public schema only for a process that serves it', async () => {
  const url = 'postgresql://nobody:nothing@127.0.0.1:1/nowhere';
  const orders = ordersSubgraph({
    database: createPool({ url, name: 'orders', logger, max: 1 }),
    // They throw once a public schema asks for them.
    rateLimits: unusedRateLimits,
    inventory: uncalled,
    users: uncalled,
    payments: unusedProvider,
    configuration: parseConfiguration({ environment: 'test' }),
    logger,
    registry: new Registry(),
  });
  await orders.warmUp();
  await expect(orders.loadApi()).rejects.toThrow('serves no public schema');
  await orders.stop();
});
