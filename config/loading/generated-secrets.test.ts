import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { parseConfiguration } from '../schema';
import { isDefaultSecret, secretPaths } from '../schema/secrets';
import { hasDefaultSecrets, withGeneratedSecrets, withStoredSecrets } from './generated-secrets';

let dataFolder: string;

beforeEach(() => {
  dataFolder = folderForTest();
});

test('generates missing secrets once, readable by their owner only', () => {
  const first = withGeneratedSecrets(parseConfiguration({ dataFolder }));
  const { apiSecret, callbackSecret } = first.payments.sandbox;
  const ofAuth = [first.auth.viewerSecret, first.auth.keySecret];
  const ofData = [first.encryption.users.secret, first.encryption.orders.secret];
  const secrets = [...ofAuth, ...ofData, apiSecret, callbackSecret, first.webhooks.secretKey];
  expect(secrets.some(isDefaultSecret)).toBe(false);
  expect(new Set(secrets).size).toBe(7);
  expect(statSync(join(dataFolder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataFolder)).toEqual(['secrets.json']);
  expect(withGeneratedSecrets(parseConfiguration({ dataFolder }))).toEqual(first);
});

test('does not change secrets that are set', () => {
  const own = 'o'.repeat(40);
  const raw = { dataFolder, auth: { viewerSecret: own } };
  const configuration = withGeneratedSecrets(parseConfiguration(raw));
  expect(configuration.auth.viewerSecret).toBe(own);
  expect(isDefaultSecret(configuration.auth.keySecret)).toBe(false);
});

test('a secret that is newer than the file is derived from it and is always the same', () => {
  const raw = { dataFolder };
  const file = join(dataFolder, 'secrets.json');
  withGeneratedSecrets(parseConfiguration(raw));
  const { 'webhooks.secretKey': _newer, ...older } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify(older));
  const { webhooks } = withGeneratedSecrets(parseConfiguration(raw));
  expect(isDefaultSecret(webhooks.secretKey)).toBe(false);
  expect(withGeneratedSecrets(parseConfiguration(raw)).webhooks).toEqual(webhooks);
});

test('a command that only looks uses stored secrets, and generates none', () => {
  const defaults = parseConfiguration({ dataFolder });
  expect(withStoredSecrets(defaults)).toEqual(defaults);
  const nowhere = parseConfiguration({ dataFolder: join(dataFolder, 'missing') });
  expect(withStoredSecrets(nowhere)).toEqual(nowhere);
  expect(readdirSync(dataFolder)).toEqual([]);
  const generated = withGeneratedSecrets(defaults);
  expect(withStoredSecrets(defaults)).toEqual(generated);
});

test('none are generated beside databases whose own are lost', () => {
  mkdirSync(join(dataFolder, 'postgres'));
  const starting = () => withGeneratedSecrets(parseConfiguration({ dataFolder }));
  expect(starting).toThrow(`put ${join(dataFolder, 'secrets.json')} back`);
  expect(readdirSync(dataFolder)).toEqual(['postgres']);
  const secret = 'a secret that is set in the configuration';
  const encryption = { users: { secret }, orders: { secret } };
  withGeneratedSecrets(parseConfiguration({ dataFolder, encryption }));
  expect(readdirSync(dataFolder)).toContain('secrets.json');
});

/** Every secret is set but this one; none, if it is null. */
function allSetBut(missing: string | null) {
  const raw: Record<string, unknown> = { dataFolder };
  for (const path of secretPaths) {
    if (path === missing) continue;
    let within = raw;
    const keys = path.split('.');
    for (const key of keys.slice(0, -1)) {
      within[key] ??= {};
      within = within[key] as Record<string, unknown>;
    }
    within[keys.at(-1) ?? ''] = `a secret of its own for ${path}`;
  }
  return parseConfiguration(raw);
}

test.each(secretPaths)('the data folder is needed for %s alone', (path) => {
  expect(hasDefaultSecrets(allSetBut(path))).toBe(true);
});

test('the data folder is not needed for secrets that are all set', () => {
  expect(hasDefaultSecrets(allSetBut(null))).toBe(false);
});
