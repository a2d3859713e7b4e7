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

test.each([
  [
    'postgresql://shop:PW@db/shop?sslmode=require&password=PW&sslpassword=PW',
    'postgresql://shop:***@db/shop?sslmode=require&password=***&sslpassword=***',
  ],
  ['postgresql://shop@db/shop?user=me', 'postgresql://shop@db/shop?user=me'],
  ['https://logs.example/push?key=PW&team=1', 'https://logs.example/push?key=***&team=1'],
  ['https://PW@logs.example/1', 'https://***@logs.example/1'],
  ['https://me:PW@logs.example/1', 'https://***@logs.example/1'],
  [
    'https://logs.example/?Api_Key=PW;access_token=PW#token=PW',
    'https://logs.example/?Api_Key=***;access_token=***#token=***',
  ],
  ['https://logs.example/?pass%77ord=PW=PW', 'https://logs.example/?pass%77ord=***'],
  ['unix:///run/redis.sock?password=PW', 'unix:///run/redis.sock?password=***'],
  ['smtp://me:P:W@mail.example:25?name=shop', 'smtp://me:***@mail.example:25?name=shop'],
  ['a key=value that is no URL', 'a key=value that is no URL'],
])('masks the secrets of %s', (url, shown) => {
  expect(withoutSecrets({ log: { url } })).toEqual({ log: { url: shown } });
  expect(shown).not.toContain('PW');
});
