import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withKeptSecrets } from './kept-secrets';
import { parseConfiguration } from './schema';
import { isDefaultSecret } from './secrets';

let dataFolder: string;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterEach(() => rmSync(dataFolder, { recursive: true }));

test('makes up the secrets that are not set, once, for their owner only', () => {
  const first = withKeptSecrets(parseConfiguration({ dataFolder }));
  const { apiSecret, callbackSecret } = first.payments.sandbox;
  const secrets = [first.auth.viewerSecret, first.auth.keySecret, apiSecret, callbackSecret];
  expect(secrets.some(isDefaultSecret)).toBe(false);
  expect(new Set(secrets).size).toBe(4);
  expect(statSync(join(dataFolder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataFolder)).toEqual(['secrets.json']);
  expect(withKeptSecrets(parseConfiguration({ dataFolder }))).toEqual(first);
});

test('leaves secrets that are set as they are', () => {
  const own = 'o'.repeat(40);
  const raw = { dataFolder, auth: { viewerSecret: own } };
  const configuration = withKeptSecrets(parseConfiguration(raw));
  expect(configuration.auth.viewerSecret).toBe(own);
  expect(isDefaultSecret(configuration.auth.keySecret)).toBe(false);
});
