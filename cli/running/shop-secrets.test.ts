import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withGeneratedSecrets } from '../../config/loading/generated-secrets';
import { parseConfiguration } from '../../config/schema';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { withShopSecrets } from './shop-secrets';

test('a command has the secrets that a start has generated', () => {
  const written = parseConfiguration({ dataFolder: folderForTest() });
  const generated = withGeneratedSecrets(written);
  expect(withShopSecrets(written).auth.keySecret).toBe(generated.auth.keySecret);
});

test('a command generates none where no shop has', () => {
  const dataFolder = folderForTest();
  const written = parseConfiguration({ dataFolder });
  expect(() => withShopSecrets(written)).toThrow(/Set auth.keySecret and encryption.users.secret/);
  expect(readdirSync(dataFolder)).toEqual([]);
});

test('secrets that are set need no data folder', () => {
  const dataFolder = path.join(folderForTest(), 'missing');
  const [keySecret, secret] = ['k'.repeat(32), 'u'.repeat(32)];
  const set = { dataFolder, auth: { keySecret }, encryption: { users: { secret } } };
  expect(withShopSecrets(parseConfiguration(set)).auth.keySecret).toBe(keySecret);
  expect(existsSync(dataFolder)).toBe(false);
});

test('a command needs the secrets that it uses', () => {
  const set = { dataFolder: folderForTest(), encryption: { users: { secret: 'u'.repeat(32) } } };
  const written = parseConfiguration(set);
  expect(() => withShopSecrets(written, ['encryption.orders.secret'])).toThrow(
    /Set encryption.orders.secret, or dataFolder/,
  );
  expect(withShopSecrets(written, ['encryption.users.secret'])).toEqual(written);
});
