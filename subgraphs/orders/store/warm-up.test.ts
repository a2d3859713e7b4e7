import { expect, test } from 'vitest';
import { createPool } from '../../../platform/database/pool';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../platform/values/uuid';
import { testOrdersKeys } from '../testing/orders-keys';
import { ordersStore } from '.';

test('is warmed up before PostgreSQL answers', async () => {
  const url = 'postgresql://nobody:nothing@127.0.0.1:1/nowhere';
  const store = ordersStore(createPool({ url, name: 'orders', logger, max: 1 }), testOrdersKeys);
  await store.warmUp();
  await expect(store.reads.byIds([uuidV7()])).rejects.toThrow('ECONNREFUSED');
  await store.close();
});
