import { readdirSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { databaseForFile } from '../../platform/testing/database';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { destroyDataKey, listDataKeys, rotateDataKeys } from './data-keys';

const users = databaseForFile('users');
const orders = databaseForFile('orders');
afterEach(() => void vi.unstubAllEnvs());

test('keys are changed with the secrets of the shop only, and listed without them', async () => {
  const dataFolder = folderForTest();
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
  vi.stubEnv('ORDERPROCESSING_DATABASE_USERS_URL', users.url);
  vi.stubEnv('ORDERPROCESSING_DATABASE_ORDERS_URL', orders.url);
  const missing = /Set auth.keySecret and encryption.users.secret and encryption.orders.secret/;
  await expect(destroyDataKey('users', 'd1')).rejects.toThrow(missing);
  await expect(rotateDataKeys()).rejects.toThrow(missing);
  expect(await listDataKeys()).toEqual([]);
  expect(readdirSync(dataFolder)).toEqual([]);
});
