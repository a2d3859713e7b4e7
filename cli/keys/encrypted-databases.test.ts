import { readdirSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { DataKeys } from '../../platform/encryption/data-keys';
import { databaseForFile } from '../../platform/testing/database';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { destroyDataKey, listDataKeys, resealUntilDone, rotateDataKeys } from './data-keys';
import { withEncryptedStores } from './encrypted-databases';

const users = databaseForFile('users');
const orders = databaseForFile('orders');
afterEach(() => void vi.unstubAllEnvs());

function stubDatabases(dataFolder: string): void {
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
  vi.stubEnv('ORDERPROCESSING_DATABASE_USERS_URL', users.url);
  vi.stubEnv('ORDERPROCESSING_DATABASE_ORDERS_URL', orders.url);
}

test('keys are changed with the secrets of the shop only, and listed without them', async () => {
  const dataFolder = folderForTest();
  stubDatabases(dataFolder);
  const missing = /Set auth.keySecret and encryption.users.secret and encryption.orders.secret/;
  await expect(destroyDataKey('users', 'd1')).rejects.toThrow(missing);
  await expect(rotateDataKeys()).rejects.toThrow(missing);
  expect(await listDataKeys()).toEqual([]);
  expect(readdirSync(dataFolder)).toEqual([]);
});

test('a change of a key is recorded in the transaction of the change', async () => {
  stubDatabases(folderForTest());
  for (const name of ['AUTH_KEY', 'ENCRYPTION_USERS', 'ENCRYPTION_ORDERS']) {
    vi.stubEnv(`ORDERPROCESSING_${name}_SECRET`, 's'.repeat(32));
  }
  await withEncryptedStores(async (stores) => {
    for (const { keys } of stores) await keys.rotate();
  });
  const written = [
    { name: 'users', pool: users.pool, log: 'audit_entries' },
    { name: 'orders', pool: orders.pool, log: 'audit_outbox' },
  ];
  for (const { name, pool, log } of written) {
    await pool.query(`UPDATE data_keys SET retired_at = retired_at - interval '1 hour'`);
    await destroyDataKey(name, 'd1');
    const { rows } = await pool.query(`SELECT actor, action, subject FROM ${log}`);
    const subject = `DataKey:${name}:d1`;
    expect(rows).toEqual([{ actor: 'system', action: 'data_key.destroy', subject }]);
  }
});

test('a rotation ends under the key of another one that has begun since', async () => {
  const keys = new DataKeys(orders.pool, {
    name: 'orders',
    secret: 's'.repeat(32),
    formerSecrets: [],
    isOn: true,
    heldMs: 500,
  });
  await keys.rotate();
  const { activeId } = await keys.current();
  const other = new DataKeys(orders.pool, keys.settings);
  const newer = await other.rotate();
  expect(newer).not.toBe(activeId);
  expect(await resealUntilDone({ name: 'orders', keys, tables: [] })).toMatchObject({ key: newer });
});
