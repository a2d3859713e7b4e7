import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../platform/config/configuration-error';
import { parseConfiguration } from '.';

function faultsOf(raw: unknown): { [path: string]: string } {
  try {
    parseConfiguration(raw);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return Object.fromEntries(error.faults.map(({ path, expected }) => [path, expected]));
  }
  return {};
}

const secret = (of: string) => createHash('sha256').update(of).digest('base64url');

const ownSecrets = {
  environment: 'production',
  server: { securityContact: 'mailto:security@shop.test' },
  auth: { viewerSecret: secret('viewers'), keySecret: secret('keys') },
  payments: {
    sandbox: {
      allowInProduction: true,
      apiSecret: secret('sandbox'),
      callbackSecret: secret('callbacks'),
    },
  },
  webhooks: { secretKey: secret('webhooks') },
  encryption: { users: { secret: secret('users') }, orders: { secret: secret('orders') } },
};

test('requires no settings in development', () => {
  const configuration = parseConfiguration({});
  expect(configuration.environment).toBe('development');
  expect(configuration.dataFolder).toBe('.data');
  expect(configuration.server).toMatchObject({ port: 4000, host: '127.0.0.1' });
  expect(configuration.database.orders.url).toBeNull();
  expect(configuration.database.pool.max).toBeNull();
  expect(configuration.graphql).toEqual({
    introspection: true,
    explorer: true,
    persistedOperations: { manifest: null, default: 'any', clients: {} },
  });
  expect(configuration.demo.enabled).toBe(true);
  expect(configuration.limits.rate.anonymousPerMinute).toBe(300);
  expect(configuration.limits.operation).toEqual({
    tokens: 1000,
    depth: 12,
    aliases: 15,
    directives: 5,
    rootFields: 10,
    cost: 2000,
    textBytes: 100_000,
    bodyBytes: 1_000_000,
    bodyBytesAnonymous: 100_000,
    answerObjects: 20_000,
    answerBytes: 10_000_000,
    deadlineMs: 10_000,
    answerReadSeconds: 60,
  });
});

test('is deeply frozen', () => {
  const configuration = parseConfiguration({});
  expect(Object.isFrozen(configuration)).toBe(true);
  expect(Object.isFrozen(configuration.limits.operation)).toBe(true);
  expect(Object.isFrozen(configuration.server.corsOrigins)).toBe(true);
});

test('lists every fault at once, each with its path and the expected value', () => {
  const faults = faultsOf({
    server: { port: 'abc', hots: 'x' },
    database: { orders: { url: 'mysql://x' }, pool: { max: 0 } },
    gateway: { executor: 'fast' },
    graphql: { explorer: 'perhaps' },
    auth: { viewerSecret: 'short' },
    limits: 7,
  });
  expect(faults).toEqual({
    'server.port': 'expected a whole number from 0 to 65535, not this text',
    'server.hots': 'there is no such setting; did you mean server.host?',
    'database.orders.url': 'expected postgresql://user:password@host:port/name',
    'database.pool.max': 'expected a whole number from 1 to 1000, not 0',
    'gateway.executor': 'expected one of apollo, compiled, not this text',
    'graphql.explorer': 'expected true or false, not this text',
    'auth.viewerSecret': 'expected text of at least 32 characters, not this text',
    limits: 'expected settings, not a number',
  });
});

test('never shows a value that may be a secret', () => {
  const parsing = () => parseConfiguration({ auth: { viewerSecret: 'hidden' } });
  expect(parsing).toThrow(ConfigurationError);
  expect(parsing).not.toThrow(/hidden/);
});

describe('the fraud rules on velocity', () => {
  test.each([
    ['ordersPerHour', 100],
    ['declinedPerDay', 3],
    ['cardTestsPerHour', 10],
    ['addressAccountsPerDay', 6],
    ['cardAccountsPerDay', 3],
  ] as const)('%s is set by default only in production', (name, usual) => {
    const rule = (raw: object) => parseConfiguration(raw).orders.fraud[name];
    expect(rule({ environment: 'development' })).toBeNull();
    expect(rule({ environment: 'test', orders: { fraud: { [name]: 2 } } })).toBe(2);
    expect(rule(ownSecrets)).toBe(usual);
    expect(rule({ ...ownSecrets, orders: { fraud: { [name]: null } } })).toBeNull();
  });
});

describe('in production', () => {
  test('rejects missing and default secrets, and demo accounts', () => {
    const faults = faultsOf({
      environment: 'production',
      demo: { enabled: true },
      server: { port: -1 },
      auth: { keySecret: 'not-a-secret-for-development-only:auth.keySecret' },
    });
    expect(Object.keys(faults).sort()).toEqual([
      'auth.keySecret',
      'auth.viewerSecret',
      'demo.enabled',
      'encryption.orders.secret',
      'encryption.users.secret',
      'payments.sandbox.allowInProduction',
      'payments.sandbox.apiSecret',
      'payments.sandbox.callbackSecret',
      'server.port',
      'server.securityContact',
      'webhooks.secretKey',
    ]);
  });

  test('rejects development settings and weak secrets, all at once', () => {
    const repeated = 'a'.repeat(36);
    const faults = faultsOf({
      environment: 'production',
      server: { securityContact: 'mailto:security@shop.test', corsOrigins: ['https://a.b', '*'] },
      auth: { viewerSecret: repeated, keySecret: secret('keys'), passwordCost: 9 },
      payments: { sandbox: { apiSecret: repeated, callbackSecret: secret('keys') } },
      webhooks: { secretKey: 'abcdef0123456789'.slice(0, 9).repeat(4), allowPrivateTargets: true },
      encryption: { users: { secret: secret('users') }, orders: { secret: secret('users') } },
      demo: { enabled: true },
    });
    expect(faults).toEqual({
      'encryption.orders.secret': 'expected a different secret than encryption.users.secret',
      'auth.viewerSecret': expect.stringContaining('a guesser finds this secret'),
      'payments.sandbox.apiSecret': 'expected a different secret than auth.viewerSecret',
      'payments.sandbox.callbackSecret': 'expected a different secret than auth.keySecret',
      'webhooks.secretKey': expect.stringContaining('a guesser finds this secret'),
      'webhooks.allowPrivateTargets': 'webhooks to private addresses are not allowed in production',
      'auth.passwordCost': 'expected at least 10 in production',
      'server.corsOrigins': 'expected named origins in production, not * or null',
      'demo.enabled': 'demo accounts are not allowed in production',
      'payments.sandbox.allowInProduction': expect.stringContaining('takes no real money'),
    });
  });

  test('rejects the payment sandbox unless it is allowed by name', () => {
    const withPayments = (payments: object) => faultsOf({ ...ownSecrets, payments });
    const { sandbox } = ownSecrets.payments;
    const refused = { ...sandbox, allowInProduction: false };
    for (const provider of [{}, { provider: 'sandbox' }]) {
      const faults = withPayments({ ...provider, sandbox: refused });
      expect(Object.keys(faults)).toEqual(['payments.sandbox.allowInProduction']);
      expect(withPayments({ ...provider, sandbox })).toEqual({});
    }
    const stripe = { secretKey: 'sk_live_1', webhookSecret: 'whsec_1' };
    expect(withPayments({ provider: 'stripe', stripe, sandbox: refused })).toEqual({});
    const development = { environment: 'development', payments: { sandbox: refused } };
    expect(faultsOf(development)).toEqual({});
  });

  test('demands what the links in mails begin with, as soon as mails are sent', () => {
    const pages = ['resetPassword', 'verifyEmail', 'disown'].map((page) => [page, 'https://a.b/c']);
    const mail = { url: 'smtps://mail.example.com', from: 'shop@example.com' };
    const withMail = (links: object, given: object = {}) => {
      const server = { ...ownSecrets.server, ...given };
      return Object.keys(faultsOf({ ...ownSecrets, server, mail: { ...mail, links } }));
    };
    expect(withMail({})).toEqual(['server.publicUrl']);
    expect(withMail(Object.fromEntries(pages.slice(1)))).toEqual(['server.publicUrl']);
    expect(withMail(Object.fromEntries(pages))).toEqual([]);
    expect(withMail({}, { publicUrl: 'https://shop.example.com' })).toEqual([]);
  });

  test.each([
    ['hexadecimal', (bytes: number) => randomBytes(bytes).toString('hex')],
    ['base64', (bytes: number) => randomBytes(bytes).toString('base64')],
    ['a UUID', () => randomUUID()],
  ])('accepts a random secret in the form of %s', (_form, random) => {
    const faults = faultsOf({ ...ownSecrets, webhooks: { secretKey: random(32) } });
    expect(faults).toEqual({});
  });

  test('accepts the same settings in development', () => {
    const auth = { viewerSecret: 'a'.repeat(36), keySecret: 'a'.repeat(36), passwordCost: 4 };
    const server = { corsOrigins: ['*'] };
    expect(faultsOf({ auth, server, webhooks: { allowPrivateTargets: true } })).toEqual({});
  });

  test('has demo, introspection, explorer and other origins disabled', () => {
    const configuration = parseConfiguration(ownSecrets);
    expect(configuration.demo.enabled).toBe(false);
    expect(configuration.graphql).toMatchObject({ introspection: false, explorer: false });
    expect(configuration.server.corsOrigins).toEqual([]);
    expect(configuration.server.host).toBe('0.0.0.0');
  });
});

describe('one process of many, in production', () => {
  const common = {
    environment: 'production',
    server: { securityContact: 'mailto:security@shop.test' },
    payments: { provider: 'stripe' },
  };

  test('needs no secret that only other processes receive, and does not get it', () => {
    const raw = { ...common, auth: { viewerSecret: secret('viewers') } };
    expect(faultsOf(raw)).toHaveProperty(['auth.keySecret']);
    const { auth, payments, webhooks } = parseConfiguration(raw, [], 'gateway');
    expect([auth.keySecret, webhooks.secretKey, payments.stripe.secretKey]).toEqual(['', '', '']);
    const shared = {
      ...raw,
      auth: { ...raw.auth, keySecret: secret('keys') },
      encryption: ownSecrets.encryption,
    };
    expect(parseConfiguration(shared, [], 'inventory').auth.keySecret).toBe('');
    const ofUsers = parseConfiguration(shared, [], 'users');
    expect(ofUsers.auth.keySecret).toBe(secret('keys'));
    expect(ofUsers.encryption.users.secret).toBe(secret('users'));
    expect(ofUsers.encryption.orders.secret).toBe('');
  });

  test('is asked about the sandbox only if it is orders, which pays there', () => {
    const sandboxed = {
      ...ownSecrets,
      payments: { sandbox: { ...ownSecrets.payments.sandbox, allowInProduction: false } },
    };
    for (const own of ['gateway', 'users', 'inventory'] as const) {
      expect(() => parseConfiguration(sandboxed, [], own)).not.toThrow();
    }
    expect(() => parseConfiguration(sandboxed, [], 'orders')).toThrow(/allowInProduction/);
  });

  test('still needs its own', () => {
    const missing = (own: 'users' | 'orders') => {
      try {
        parseConfiguration(common, [], own);
      } catch (error) {
        return (error as ConfigurationError).faults.map(({ path }) => path).sort();
      }
      return [];
    };
    expect(missing('users')).toEqual([
      'auth.keySecret',
      'auth.viewerSecret',
      'encryption.users.secret',
    ]);
    expect(missing('orders')).toEqual([
      'auth.viewerSecret',
      'encryption.orders.secret',
      'payments.stripe.secretKey',
      'payments.stripe.webhookSecret',
      'webhooks.secretKey',
    ]);
  });
});
