import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../platform/config/configuration-error';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { configSchema, parseConfiguration } from '..';
import { idleAcceptanceFaults } from '../accepted';
import { valueAt } from '../raw-settings';
import { secretPaths } from '../secrets';
import { settingLimits } from '../setting-limits';
import { weakeningsOf } from '.';
import { promisedLimits } from './raised-limits';

type Settings = Readonly<Record<string, unknown>>;

const secretOf = (name: string) => createHash('sha256').update(name).digest('base64url');

/** A shop that nothing weakens, by paths. */
const sound: Settings = {
  environment: 'production',
  'server.securityContact': 'mailto:security@shop.example',
  'payments.provider': 'stripe',
  'payments.stripe.secretKey': 'sk_live_1',
  'payments.stripe.webhookSecret': 'whsec_1',
  'backups.encryptionSecret': secretOf('backups'),
  ...Object.fromEntries(secretPaths.map((path) => [path, secretOf(path)])),
};

/** The settings as a file has them. */
function written(settings: Settings): object {
  const raw: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(settings)) {
    const keys = path.split('.');
    let within = raw;
    for (const key of keys.slice(0, -1)) {
      within[key] ??= {};
      within = within[key] as Record<string, unknown>;
    }
    within[keys.at(-1) ?? ''] = value;
  }
  return raw;
}

function faultsOf(settings: Settings): string[] {
  try {
    parseConfiguration(written(settings));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ path, expected }) => `${path}: ${expected}`);
  }
  return [];
}

const db = 'postgresql://orders:x7Kq2@db.internal/orders';

/** Each row is one weak value: the settings, the one that is weak, and a part of the sentence. */
type Row = readonly [settings: Settings, path: string, sentence: string];

const refusals: readonly Row[] = [
  [
    { 'server.trustedProxies': ['0.0.0.0/0'] },
    'server.trustedProxies',
    '"0.0.0.0/0" includes strangers',
  ],
  [{ 'server.trustedProxies': ['10.0.0.1', '::/0'] }, 'server.trustedProxies', '"::/0" includes'],
  [{ 'server.publicUrl': 'http://shop.example' }, 'server.publicUrl', 'expected https://'],
  ...['resetPassword', 'verifyEmail', 'disown'].map(
    (page): Row => [
      { [`mail.links.${page}`]: 'http://shop.example/page' },
      `mail.links.${page}`,
      'mailed tokens would travel in plain text',
    ],
  ),
  [
    { 'payments.stripe.returnUrl': 'http://shop.example/paid' },
    'payments.stripe.returnUrl',
    'expected https://',
  ],
  [
    { 'database.orders.url': 'postgresql://postgres:x7Kq2@db.internal/orders' },
    'database.orders.url',
    '"postgres" may read and change everything',
  ],
  [
    { 'database.orders.url': 'postgresql:///orders?host=db.internal&user=postgres' },
    'database.orders.url',
    '"postgres" may read and change everything',
  ],
  [
    {
      'database.users.host': 'db.internal',
      'database.users.user': 'postgres',
      'database.users.name': 'users',
    },
    'database.users.user',
    '"postgres" may read and change everything',
  ],
  [
    { 'database.orders.url': `${db}?sslmode=disable` },
    'database.orders.url',
    'sslmode=verify-full',
  ],
  [{ 'redis.url': 'redis://cache.internal' }, 'redis.url', 'expected rediss://'],
  [
    { 'backups.encryptionSecret': undefined, 'backups.folder': '/mnt/backups' },
    'backups.encryptionSecret',
    'backups would be in plain text',
  ],
  [
    { 'backups.encryptionSecret': 'aaaaaaaaaaaaaaaa' },
    'backups.encryptionSecret',
    'a guesser finds this secret',
  ],
  ...secretPaths
    .filter((path) => !path.startsWith('payments.sandbox.'))
    .map((path): Row => {
      const guessable = 'your-256-bit-secret-goes-here-please';
      return [{ [path]: guessable }, path, 'a guesser finds this secret'];
    }),
];

const warnings: readonly Row[] = [
  [{ 'auth.staffSecondFactor': false }, 'auth.staffSecondFactor', 'one member of staff'],
  [{ 'auth.passwordCost': 10 }, 'auth.passwordCost', 'cracked faster'],
  [{ 'graphql.introspection': true }, 'graphql.introspection', 'the whole schema'],
  [{ 'graphql.explorer': true }, 'graphql.explorer', 'for development'],
  [{ 'server.shop': true }, 'server.shop', 'an example'],
  [{ 'server.corsOrigins': ['http://localhost:*'] }, 'server.corsOrigins', '"http://localhost:*"'],
  [{ 'orders.fraud.ordersPerHour': null }, 'orders.fraud.ordersPerHour', 'without a limit'],
  [
    { 'payments.provider': 'sandbox', 'payments.sandbox.allowInProduction': true },
    'payments.sandbox.allowInProduction',
    'no real money',
  ],
  [{ 'encryption.atRest': false }, 'encryption.atRest', 'in plain text'],
  [
    { 'redis.url': 'redis://cache.internal', 'tls.plaintextLinks': ['redis'] },
    'redis.url',
    'redis is in tls.plaintextLinks',
  ],
  [
    { 'database.orders.url': 'postgresql://orders:orders@db.internal/orders' },
    'database.orders.url',
    'the password is guessable',
  ],
  [
    { 'backups.encryptionSecret': undefined },
    'backups.encryptionSecret',
    'backups would be in plain text',
  ],
  [
    { 'webhooks.secretKey': 'Kq7$vN2#mW9!xT4@pL6%zR8^bF3&hD5*' },
    'webhooks.secretKey',
    'not 32 random bytes',
  ],
  [{ 'limits.rate.anonymousPerMinute': 301 }, 'limits.rate.anonymousPerMinute', 'default of 300'],
  [{ 'limits.operation.deadlineMs': 600_000 }, 'limits.operation.deadlineMs', 'default of 10000'],
  [{ 'auth.staffSessionHours': 8_760 }, 'auth.staffSessionHours', 'default of 12'],
  [{ 'auth.accessTokenMinutes': 1_440 }, 'auth.accessTokenMinutes', 'default of 15'],
];

test('a sound shop has no weakness and no fault', () => {
  expect(faultsOf(sound)).toEqual([]);
  expect(weakeningsOf(written(sound))).toEqual([]);
});

describe.each(refusals)('%j', (settings, path, sentence) => {
  const weak = { ...sound, ...settings };

  test('is refused, with the setting to accept it', () => {
    const [fault, ...more] = faultsOf(weak);
    expect(more).toEqual([]);
    expect(fault).toContain(`${path}: `);
    expect(fault).toContain(sentence);
    expect(fault).toContain(`name ${path} in accepted`);
  });

  test('starts if it is accepted, and is still reported', () => {
    expect(faultsOf({ ...weak, accepted: [path] })).toEqual([]);
    const found = weakeningsOf(written({ ...weak, accepted: [path] }));
    expect(found.map((one) => one.path)).toContain(path);
  });
});

describe.each(warnings)('%j', (settings, path, sentence) => {
  test('starts, and is reported', () => {
    const weak = { ...sound, ...settings };
    expect(faultsOf(weak)).toEqual([]);
    const reasons = weakeningsOf(written(weak)).map((one) => `${one.path}: ${one.reason}`);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain(`${path}: `);
    expect(reasons[0]).toContain(sentence);
  });
});

test.each([
  [{ 'server.trustedProxies': ['10.0.0.0/8', '127.0.0.1'] }],
  [{ 'server.publicUrl': 'https://shop.example' }],
  [{ 'server.publicUrl': 'http://127.0.0.1:4000' }],
  [{ 'server.publicUrl': 'http://localhost:4000' }],
  [{ 'database.orders.url': 'postgresql://postgres:postgres@127.0.0.1/orders' }],
  [{ 'database.orders.url': 'postgresql://postgres@localhost/orders?sslmode=disable' }],
  [{ 'database.orders.url': db }],
  [{ 'database.orders.url': 'postgresql://orders:100%@db.internal/orders' }],
  [{ 'redis.url': 'redis://127.0.0.1:6379' }],
  [{ 'limits.rate.anonymousPerMinute': 1 }],
  [{ 'auth.staffSecondFactor': true }],
])('%j weakens nothing', (settings) => {
  const raw = written({ ...sound, ...settings });
  expect(weakeningsOf(raw)).toEqual([]);
});

test('nothing is judged outside production', () => {
  const careless = { 'server.trustedProxies': ['0.0.0.0/0'], 'limits.rate.userPerMinute': 1e9 };
  for (const environment of ['development', 'test']) {
    expect(weakeningsOf(written({ ...careless, environment }))).toEqual([]);
  }
});

test('the reasons contain no secret', () => {
  const typed = Object.fromEntries(secretPaths.map((path) => [path, `changeme-${path}-changeme`]));
  const url = { 'database.orders.url': 'postgresql://postgres:hunter2@db.internal/orders' };
  const reported = JSON.stringify(weakeningsOf(written({ ...sound, ...typed, ...url })));
  expect(reported).toContain('a guesser finds this secret');
  expect(reported).not.toMatch(/changeme|hunter2/);
});

describe('an entry of accepted', () => {
  const idle = (accepted: string[], settings: Settings = {}) =>
    idleAcceptanceFaults(written({ ...sound, ...settings, accepted }), configSchema);

  test('that names no setting is a fault, with the name that was meant', () => {
    expect(faultsOf({ ...sound, accepted: ['server.trustedProxy'] })).toEqual([
      'accepted: server.trustedProxy: there is no such setting; did you mean server.trustedProxies?',
    ]);
  });

  test('that accepts nothing is a fault', () => {
    const expected = 'server.publicUrl has no weak value: remove it from the list';
    expect(idle(['server.publicUrl'])).toEqual([{ path: 'accepted', expected }]);
    expect(idle(['server.publicUrl'], { 'server.publicUrl': 'http://shop.example' })).toEqual([]);
  });

  test('may name what is only reported', () => {
    const settings = { 'auth.staffSecondFactor': false };
    expect(idle(['auth.staffSecondFactor'], settings)).toEqual([]);
  });

  test('cannot accept a public secret, or one that is used twice', () => {
    const raw = { ...sound, 'auth.keySecret': sound['auth.viewerSecret'] };
    expect(faultsOf({ ...raw, accepted: ['auth.keySecret'] })).toEqual([
      'auth.keySecret: expected a different secret than auth.viewerSecret',
    ]);
  });
});

test('one process of many is not warned about settings of others', () => {
  const weak = {
    ...sound,
    'auth.keySecret': 'your-256-bit-secret-goes-here-please',
    'backups.encryptionSecret': undefined,
  };
  const pathsFor = (own: 'users' | 'gateway') =>
    weakeningsOf(written(weak), own).map(({ path }) => path);
  expect(pathsFor('gateway')).toEqual([]);
  expect(pathsFor('users')).toEqual(['auth.keySecret']);
});

test('every rate, deadline and lifetime with a default is judged', () => {
  const judged = promisedLimits.map(({ path }) => path);
  const limits = Object.keys(settingLimits).filter((path) => /^(limits|auth)\./.test(path));
  const configuration = parseConfiguration({});
  expect(
    limits.filter(
      (path) => !judged.includes(path) && typeof valueAt(configuration, path) === 'number',
    ),
  ).toEqual([
    'limits.streams.heartbeatSeconds',
    'auth.expiredSessionDays',
    'limits.unpaid.endedMinutes',
  ]);
});

test('the production checklist names every setting that is judged', () => {
  const page = readFileSync(path.join(repositoryRoot, 'docs/production.md'), 'utf8');
  const named = [...page.matchAll(/`([a-z][\w*]*(?:\.[\w*]+)+)`/gi)].map(
    ([, name = '']) => new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`),
  );
  const judged = [...refusals, ...warnings].map(([, setting]) => setting);
  const all = [...judged, ...promisedLimits.map((limit) => limit.path)];
  expect(all.filter((setting) => !named.some((name) => name.test(setting)))).toEqual([]);
});
