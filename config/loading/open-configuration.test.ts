import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger';
import { openForTest } from '../../platform/testing/open-for-file';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { startVaultStub, stubAuth } from '../../platform/testing/vault-stub';
import { productionSettings } from '../../testing/production-settings';
import { generateSecret } from '../schema/secrets';
import { type FollowedConfiguration, openConfiguration } from './open-configuration';

const patience = { timeout: 30_000, interval: 50 };
let folder: string;
let lines: string[];
let registry: Registry;
let followed: FollowedConfiguration | null = null;

beforeEach(() => {
  folder = folderForTest();
  lines = [];
  registry = new Registry();
});
afterEach(() => {
  followed?.stop();
  followed = null;
});

const write = (text: string) => writeFileSync(join(folder, 'config.yaml'), text);

async function follow(environment: Record<string, string> = {}) {
  const opened = await openConfiguration({
    // The tests set one database, as a process of a subgraph does.
    isWhole: false,
    workingFolder: folder,
    homeFolder: folder,
    environment,
  });
  const logger = createLogger({
    level: 'info',
    pretty: false,
    name: 'test',
    destination: { write: (line) => void lines.push(line) },
  });
  followed = opened.follow({ logger, registry });
  return { ...followed, logger };
}

const log = () => lines.join('');
const limits = (perMinute: number | string, more = '') =>
  `limits: { rate: { userPerMinute: ${perMinute} } }\n${more}`;

describe('a live configuration', () => {
  test('applies a change of its file, and reports it to listeners, log and metrics', async () => {
    write(limits(10));
    const { view, onChange } = await follow();
    const { rate } = view.limits;
    const heard = vi.fn();
    onChange(heard);
    write(limits(20, 'auth: { viewerSecret: "0123456789 0123456789 0123456789" }'));
    await vi.waitFor(() => expect(rate.userPerMinute).toBe(20), patience);
    expect(view.auth.viewerSecret).toContain('0123456789');
    expect(heard).toHaveBeenCalledTimes(1);
    const { changed } = JSON.parse(lines[0] ?? '') as { changed: object };
    expect(changed).toEqual({ 'limits.rate.userPerMinute': 20, 'auth.viewerSecret': '***' });
    const metrics = await registry.metrics();
    expect(metrics).toContain('config_reloads_total{result="applied"} 1');
    expect(metrics).toMatch(/config_last_reload_success_timestamp_seconds \d{10}/);
  });

  test('does not change when the file has a fault, is empty or is missing', async () => {
    write(limits(10));
    const { view, onRefused } = await follow();
    const refused = vi.fn();
    onRefused(refused);
    const faulty = [
      () => write(limits('many', 'pricing: { served: [DE] }')),
      () => write(''),
      () => rmSync(join(folder, 'config.yaml')),
    ];
    for (const [index, spoil] of faulty.entries()) {
      spoil();
      await vi.waitFor(() => expect(refused).toHaveBeenCalledTimes(index + 1), patience);
    }
    expect(view.limits.rate.userPerMinute).toBe(10);
    expect(view.pricing.served).toBe('all');
    expect(log()).toContain('expected a whole number from 1 to 1000000000, not this text');
    expect(log()).toContain('is missing or empty');
    expect(await registry.metrics()).toContain('config_reloads_total{result="refused"} 3');
  });

  test('gives processes that start again what needs a restart, and keeps what names servers', async () => {
    const text = (keySecret: string, password: string, host: string) =>
      `auth: { keySecret: ${keySecret} }\nredis: { url: "redis://:${password}@${host}:6379" }`;
    const [first, second] = ['a'.repeat(32), 'b'.repeat(32)] as const;
    write(text(first, 'one', 'here'));
    const { view, refresh, takeAll } = await follow();
    write(text(second, 'two', 'here'));
    await refresh();
    expect([view.auth.keySecret, view.redis.url]).toEqual([first, 'redis://:one@here:6379']);
    const undo = await takeAll();
    expect([view.auth.keySecret, view.redis.url]).toEqual([second, 'redis://:two@here:6379']);
    write(`${text(second, 'two', 'here')}\nlog: { level: debug }`);
    await refresh();
    undo();
    expect([view.auth.keySecret, view.redis.url]).toEqual([first, 'redis://:one@here:6379']);
    expect(view.log.level).toBe('debug');
    await takeAll();
    write(`${text(first, 'two', 'there')}\nservices: { host: 10.0.0.1 }`);
    await takeAll();
    expect([view.auth.keySecret, view.redis.url]).toEqual([first, 'redis://:two@here:6379']);
    expect(view.services.host).toBe('127.0.0.1');
    expect(log()).toContain('"settings":["redis.url","services.host"]');
    write('auth: { keySecret: short }');
    await expect(takeAll()).rejects.toThrow('auth.keySecret');
    expect(view.auth.keySecret).toBe(first);
  });

  test('of production logs each weak value at the start, and others once they appear', async () => {
    const variables = await productionSettings();
    const environment = {
      ...variables,
      ORDERPROCESSING_BACKUPS_ENCRYPTION_SECRET: generateSecret(),
    };
    write('accepted: [server.trustedProxies]\nserver: { trustedProxies: [0.0.0.0/0] }');
    const { view } = await follow(environment);
    const weak = () =>
      lines
        .map((line) => JSON.parse(line) as { msg: string; setting: string; isAccepted: boolean })
        .filter(({ msg }) => msg === 'setting weakens production')
        .map(({ setting, isAccepted }) => [setting, isAccepted]);
    const atStart = [
      ['server.trustedProxies', true],
      ['payments.sandbox.allowInProduction', false],
    ];
    expect(weak()).toEqual(atStart);
    write(
      `accepted: [server.trustedProxies]\nserver: { trustedProxies: [0.0.0.0/0] }\n${limits(700)}`,
    );
    await vi.waitFor(() => expect(view.limits.rate.userPerMinute).toBe(700), patience);
    expect(weak()).toEqual([...atStart, ['limits.rate.userPerMinute', false]]);
    write(`server: { trustedProxies: [0.0.0.0/0] }\n${limits(800)}`);
    await vi.waitFor(
      () => expect(log()).toContain('or name server.trustedProxies in accepted'),
      patience,
    );
    expect(view.limits.rate.userPerMinute).toBe(700);
  });

  test('names the settings that need a restart, and applies the others', async () => {
    write(limits(10));
    const { view } = await follow();
    write(limits(20, 'server: { port: 4444 }'));
    await vi.waitFor(() => expect(view.limits.rate.userPerMinute).toBe(20), patience);
    expect(view.server.port).toBe(4000);
    // Without server.publicUrl, the links in mails lead to the port.
    const pages = ['resetPassword', 'verifyEmail', 'disown', 'order'];
    const links = pages.map((page) => `mail.links.${page}`);
    const settings = JSON.stringify(['server.port', ...links]);
    await vi.waitFor(() => expect(log()).toContain(`"settings":${settings}`), patience);
  });

  test('changes the log level, for existing loggers too', async () => {
    write('log: { level: info }');
    const { logger } = await follow();
    const child = logger.child({ part: 'a part' });
    write('log: { level: debug }');
    await vi.waitFor(() => expect(child.level).toBe('debug'), patience);
  });

  test('applies a new password of a database, but not another database', async () => {
    const url = (rest: string) => `database: { orders: { url: "postgresql://${rest}" } }`;
    write(url('me:first@db/shop'));
    const { view } = await follow();
    write(url('me:second@db/shop'));
    await vi.waitFor(() => expect(view.database.orders.url).toContain('second'), patience);
    write(url('me:second@elsewhere/shop'));
    await vi.waitFor(() => expect(log()).toContain('database.orders.url'), patience);
    await vi.waitFor(() => expect(log()).toContain('needs a restart'), patience);
    expect(view.database.orders.url).toBe('postgresql://me:second@db/shop');
    expect(log()).not.toContain(':second@');
  });

  test('applies a change of a secret file', async () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'a'.repeat(40));
    const { view, refresh } = await follow({ ORDERPROCESSING_AUTH_VIEWER_SECRET_FILE: file });
    writeFileSync(file, '');
    await refresh();
    expect(view.auth.viewerSecret).toBe('a'.repeat(40));
    writeFileSync(file, 'b'.repeat(40));
    await vi.waitFor(() => expect(view.auth.viewerSecret).toBe('b'.repeat(40)), patience);
    expect(log()).not.toContain('bbbb');
  });
});

describe('secrets from Vault', () => {
  const stub = openForTest(startVaultStub);
  beforeEach(() => {
    stub.secrets.set('shop/auth', { viewer: 'v'.repeat(40) });
    stub.secrets.set('shop/orders', { password: 'first' });
  });

  const settings = (paths: string) => `
secrets:
  vault:
    address: ${stub.url}
    refreshSeconds: 1
    auth: { method: appRole, roleId: ${stubAuth.roleId}, secretId: ${stubAuth.secretId} }
    paths: ${paths}
database: { orders: { host: db, user: me, name: shop } }
`;
  const good =
    '{ auth.viewerSecret: shop/auth#viewer, database.orders.password: shop/orders#password }';

  test('override the file, and the environment overrides them', async () => {
    write(`${settings(good)}\nauth: { viewerSecret: ${'f'.repeat(40)} }`);
    const { view } = await follow();
    expect(view.auth.viewerSecret).toBe('v'.repeat(40));
    expect(view.database.orders.url).toBe('postgresql://me:first@db:5432/shop');
    followed?.stop();
    registry = new Registry();
    const own = await follow({ ORDERPROCESSING_AUTH_VIEWER_SECRET: 'e'.repeat(40) });
    expect(own.view.auth.viewerSecret).toBe('e'.repeat(40));
  });

  test('change while the process runs, and at once after one was rejected', async () => {
    write(settings(good).replace('refreshSeconds: 1', 'refreshSeconds: 3600'));
    const { view, refresh } = await follow();
    stub.secrets.set('shop/orders', { password: 'second' });
    await refresh();
    expect(view.database.orders.url).toContain(':second@');
  });

  test('are refreshed automatically, and stay in use while Vault is unavailable', async () => {
    write(settings(good));
    const { view } = await follow();
    stub.secrets.set('shop/orders', { password: 'second' });
    await vi.waitFor(() => expect(view.database.orders.url).toContain(':second@'), patience);
    stub.setAway(true);
    await vi.waitFor(() => expect(log()).toContain('vault unavailable'), patience);
    expect(view.database.orders.url).toContain(':second@');
  });

  test('that are missing prevent the start, and the error names their settings', async () => {
    write(settings('{ auth.viewerSecret: shop/none#x, auth.nothing: shop/auth#viewer }'));
    const opening = follow();
    await expect(opening).rejects.toThrow('secrets.vault.paths.auth.viewerSecret: ');
    await expect(opening).rejects.toThrow(
      'secrets.vault.paths.auth.nothing: expected the name of a setting',
    );
  });
});
