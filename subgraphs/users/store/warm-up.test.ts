import { expect, test } from 'vitest';
import { createPool } from '../../../platform/database/pool';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../platform/values/uuid';
import { testUsersKeys } from '../testing/users-room';
import { usersStore } from '.';

test('is warmed up before PostgreSQL answers', async () => {
  const url = 'postgresql://nobody:nothing@127.0.0.1:1/nowhere';
  const store = usersStore(createPool({ url, name: 'users', logger, max: 1 }), testUsersKeys);
  await store.warmUp();
  await expect(store.accounts.byId(uuidV7())).rejects.toThrow("Can't reach database server");
  await store.close();
});
