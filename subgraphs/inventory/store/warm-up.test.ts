import { expect, test } from 'vitest';
import { createPool } from '../../../platform/database/pool';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { inventoryStore } from '.';

test('is warmed up before PostgreSQL answers', async () => {
  const url = 'postgresql://nobody:nothing@127.0.0.1:1/nowhere';
  const store = inventoryStore(createPool({ url, name: 'inventory', logger, max: 1 }));
  await store.warmUp();
  await expect(store.products.bySku(['A'])).rejects.toThrow('ECONNREFUSED');
  await store.close();
});
