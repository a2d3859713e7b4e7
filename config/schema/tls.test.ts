import { describe, expect, test } from 'vitest';
import { plaintextLinks, serverTlsFaults, withDatabaseTls } from './tls';

const pathsOf = (raw: unknown) =>
  plaintextLinks(raw).flatMap(({ path, isNamed }) => (isNamed ? [] : [path]));

const open = {
  database: { orders: { url: 'postgresql://me@db.internal/orders?sslmode=disable' } },
  redis: { url: 'redis://:secret@cache.internal:6379' },
  services: {
    sandbox: { url: 'http://sandbox:4010' },
    discovery: { consul: { url: 'http://consul.internal:8500' } },
  },
  telemetry: { tracing: { endpoint: 'http://collector:4318' } },
  flags: { flagd: { url: 'http://flagd:8016' } },
  mail: { url: 'smtp://mail.internal', tls: 'off' },
  secrets: { vault: { address: 'http://vault.internal:8200' } },
};
const openPaths = [
  'redis.url',
  'services.sandbox.url',
  'telemetry.tracing.endpoint',
  'secrets.vault.address',
  'services.discovery.consul.url',
  'flags.flagd.url',
  'database.orders.url',
  'mail.tls',
];

describe('links of production to other machines', () => {
  test('are found without TLS', () => {
    expect(pathsOf(open)).toEqual(openPaths);
  });

  test('are named where the operator lists them', () => {
    const servers = ['database', 'redis', 'payments', 'telemetry', 'mail'];
    const everyLink = [...servers, 'vault', 'discovery', 'flags'];
    expect(pathsOf({ ...open, tls: { plaintextLinks: everyLink } })).toEqual([]);
    expect(pathsOf({ ...open, tls: { plaintextLinks: ['redis', 'mail'] } })).toEqual(
      openPaths.filter((path) => !['redis.url', 'mail.tls'].includes(path)),
    );
  });

  test('are found where a listed database is reached without TLS because its URL says nothing', () => {
    const tls = { plaintextLinks: ['database'] };
    const found = (database: object) => plaintextLinks({ tls, database });
    const url = 'postgresql://me@db.internal/users';
    const users = [
      { link: 'database', path: 'database.users.url', expected: 'sslmode=verify-full' },
    ].map((link) => ({ ...link, isNamed: true }));
    expect(found({ users: { url } })).toEqual(users);
    expect(found({ users: { host: 'db.internal' } })).toMatchObject([
      { path: 'database.users.host', isNamed: true },
    ]);
    for (const encrypted of ['sslmode=verify-full', 'ssl=true', 'sslrootcert=/ca.pem']) {
      expect(found({ users: { url: `${url}?${encrypted}` } })).toEqual([]);
    }
    expect(found({ users: { url }, authorityFile: '/ca.pem' })).toEqual([]);
    expect(found({ users: { host: 'localhost' } })).toEqual([]);
  });

  test('are found where only a further node of Redis is elsewhere', () => {
    const redis = (url: string) => ({ redis: { url, nodes: ['127.0.0.1:2', '10.0.0.2:6379'] } });
    expect(pathsOf(redis('redis://127.0.0.1:6379'))).toEqual(['redis.url']);
    expect(pathsOf(redis('redis://cache.internal'))).toEqual(['redis.url']);
    expect(pathsOf(redis('rediss://127.0.0.1:6379'))).toEqual([]);
  });

  test.each([
    { redis: { url: 'redis://127.0.0.1:1', nodes: ['[::1]:2', 'localhost:3'] } },
    { redis: { url: 'rediss://cache.internal' } },
    { redis: { url: 'redis://127.0.0.1:6379' } },
    { redis: { url: 'unix:///run/redis.sock' } },
    { redis: { url: 'redis://[::1]:6379' } },
    { secrets: { vault: { address: 'https://vault.internal:8200' } } },
    { flags: { flagd: { url: 'http://127.0.0.1:8016' } } },
    { database: { users: { url: 'postgresql://me@localhost/users?sslmode=disable' } } },
    { database: { users: { url: 'postgresql:///users?host=/run/postgresql&sslmode=disable' } } },
    { database: { users: { url: 'postgresql://me@db.internal/users' } } },
    { mail: { url: 'smtp://mail.internal' } },
    { redis: { url: 'no url' } },
  ])('%j is accepted', (raw) => expect(pathsOf(raw)).toEqual([]));
});

test('the certificate of the public port and its key are set together', () => {
  const faultsOf = (tls: object) => serverTlsFaults({ server: { tls } }).map(({ path }) => path);
  expect(faultsOf({ certificateFile: '/api.pem' })).toEqual(['server.tls.keyFile']);
  expect(faultsOf({ keyFile: '/api.key' })).toEqual(['server.tls.certificateFile']);
  expect(faultsOf({ certificateFile: '/api.pem', keyFile: '/api.key' })).toEqual([]);
  expect(serverTlsFaults({})).toEqual([]);
});

describe('the URL of a database', () => {
  const production = { authorityFile: '/etc/db ca.pem', isDefault: true };

  test('verifies the certificate in production, and keeps what it says itself', () => {
    const added = withDatabaseTls('postgresql://me@db.internal/orders', production);
    const { searchParams } = new URL(added ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({
      sslmode: 'verify-full',
      sslrootcert: '/etc/db ca.pem',
    });
    const own = 'postgresql://me@db.internal/orders?sslmode=require&sslrootcert=/own.pem';
    expect(withDatabaseTls(own, production)).toBe(own);
    const off = 'postgresql://me@db.internal/orders?sslmode=disable';
    expect(withDatabaseTls(off, production)).toBe(off);
  });

  test.each([
    'postgresql://me@127.0.0.1/orders',
    'postgresql://me@%2Frun%2Fpostgresql/orders',
    'postgresql:///orders?host=/run/postgresql',
    null,
  ])('of this machine is left alone: %s', (url) =>
    expect(withDatabaseTls(url, production)).toBe(url),
  );

  test('gets nothing by default outside production, and the CA where one is set', () => {
    const url = 'postgresql://me@db.internal/orders';
    expect(withDatabaseTls(url, { authorityFile: null, isDefault: false })).toBe(url);
    expect(withDatabaseTls(url, { authorityFile: '/ca.pem', isDefault: false })).toContain(
      'sslrootcert=%2Fca.pem',
    );
  });
});
