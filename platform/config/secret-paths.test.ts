import { expect, test } from 'vitest';
import { isSecretPath, withoutSecrets } from './secret-paths';

test('knows a secret by the last word of its path', () => {
  for (const path of [
    'auth.keySecret',
    'a.password',
    'vault.auth.token',
    'x.secretId',
    'apiKey',
    'a.secretKey',
    'a.webhookSecret',
  ]) {
    expect(isSecretPath(path), path).toBe(true);
  }
  for (const path of ['operation.tokens', 'rate.apiKeyPerMinute', 'auth.accessTokenMinutes']) {
    expect(isSecretPath(path), path).toBe(false);
  }
});

test('masks secrets and the passwords of addresses, and nothing else', () => {
  const settings = {
    auth: { keySecret: 'hidden', issuer: 'shop' },
    database: { url: 'postgresql://me:p@ss:word@db:5432/shop' },
    redis: { url: 'redis://:hidden@cache' },
    server: { port: 1, hosts: ['http://localhost:*'] },
    none: null,
  };
  expect(withoutSecrets(settings)).toEqual({
    auth: { keySecret: '***', issuer: 'shop' },
    database: { url: 'postgresql://me:***@db:5432/shop' },
    redis: { url: 'redis://:***@cache' },
    server: { port: 1, hosts: ['http://localhost:*'] },
    none: null,
  });
});
