import { expect, test } from 'vitest';
import { createPool } from '../../../platform/database/pool';
import { createLogger } from '../../../platform/telemetry/logger';
import { inventoryStore } from '.';

const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });

test('is warmed up before PostgreSQL answers', async () => {
  const url = 'postgresql://nobody:nothing@127.0.0.1:1/nowhere';
  const store = inventoryStore(createPool({ url, name: 'inventory', logger, max: 1 }));
  await store.warmUp();
  await expect(store.products.bySku(['A'])).rejects.toThrow('ECONNREFUSED');
  await store.close();
});
