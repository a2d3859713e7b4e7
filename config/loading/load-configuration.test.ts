import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { productionSettings } from '../../testing/production-settings';
import { loadConfiguration, loadDespiteFaults } from './load-configuration';
import { openConfiguration } from './open-configuration';

let folder: string;
let workingFolder: string;
let homeFolder: string;

beforeEach(() => {
  folder = folderForTest();
  workingFolder = join(folder, 'work');
  homeFolder = join(folder, 'home');
  mkdirSync(workingFolder);
  mkdirSync(join(homeFolder, '.orderprocessing'), { recursive: true });
});

const load = (environment: Record<string, string> = {}) =>
  loadConfiguration({ workingFolder, homeFolder, environment });

test('reads config.yaml from the working folder, or else from the home folder', async () => {
  writeFileSync(join(homeFolder, '.orderprocessing', 'config.yaml'), 'server: { port: 4001 }');
  expect((await load()).server.port).toBe(4001);
  writeFileSync(join(workingFolder, 'config.yaml'), 'redis: { url: "redis://here" }');
  expect((await load()).server.port).toBe(4000);
  expect((await load()).redis.url).toBe('redis://here');
});

test('the environment overrides single values of the file', async () => {
  writeFileSync(join(workingFolder, 'config.yaml'), 'server: { port: 4001, host: "::1" }');
  const configuration = await load({
    ORDERPROCESSING_SERVER_PORT: '4002',
    ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE: '7',
    ORDERPROCESSING_GRAPHQL_EXPLORER: 'false',
    ORDERPROCESSING_SERVER_CORS_ORIGINS: 'https://a.example, https://b.example',
    ORDERPROCESSING_DATABASE_ORDERS_URL: 'postgresql://here/orders',
    ORDERPROCESSING_PRICING_SERVED: 'DE,AT',
    ORDERPROCESSING_REDIS_URL: '',
  });
  expect(configuration.server).toMatchObject({
    host: '::1',
    port: 4002,
    corsOrigins: ['https://a.example', 'https://b.example'],
  });
  expect(configuration.limits.rate.userPerMinute).toBe(7);
  expect(configuration.graphql.explorer).toBe(false);
  expect(configuration.database.orders.url).toBe('postgresql://here/orders');
  expect(configuration.pricing.served).toEqual(['DE', 'AT']);
  expect(configuration.redis.url).toBeNull();
});

test('reads a list of words and a table in YAML from variables', async () => {
  const configuration = await load({
    ORDERPROCESSING_PRICING_SERVED: 'all',
    ORDERPROCESSING_PRICING_COUNTRIES: '{"default": {"taxPercent": 1, "shipping": {"EUR": 2}}}',
  });
  expect(configuration.pricing).toEqual({
    served: 'all',
    countries: { default: { taxPercent: '1', shipping: { EUR: '2' } } },
  });
});

test('reads a secret from a file, without its line break', async () => {
  const file = join(folder, 'secret');
  writeFileSync(file, `${'s'.repeat(40)}\n`);
  const configuration = await load({ ORDERPROCESSING_AUTH_VIEWER_SECRET_FILE: file });
  expect(configuration.auth.viewerSecret).toBe('s'.repeat(40));
});

test('lists the faults of file and environment together', async () => {
  writeFileSync(join(workingFolder, 'config.yaml'), 'server: { port: 70000 }\nlogs: {}');
  const environment = {
    ORDERPROCESSING_LIMITS_RATE_USER_PER_MINIT: '7',
    ORDERPROCESSING_DATABASE_POOL_MAX: 'many',
    ORDERPROCESSING_AUTH_KEY_SECRET_FILE: join(folder, 'missing'),
    OTHER_VARIABLE: 'is none of ours',
  };
  for (const fault of [
    'server.port: expected a whole number from 0 to 65535, not 70000',
    'logs: there is no such setting; did you mean log?',
    'ORDERPROCESSING_LIMITS_RATE_USER_PER_MINIT: there is no such setting; did you mean ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE?',
    'database.pool.max: expected a whole number from 1 to 1000, not this text',
    `ORDERPROCESSING_AUTH_KEY_SECRET_FILE: cannot read ${join(folder, 'missing')} (ENOENT)`,
  ]) {
    await expect(load(environment)).rejects.toThrow(fault);
  }
  await expect(load(environment)).rejects.not.toThrow(/OTHER_VARIABLE/);
});

test('a file that is not YAML, or has no settings, is a fault with its name', async () => {
  const file = join(workingFolder, 'config.yaml');
  writeFileSync(file, 'server: { port: ');
  await expect(load()).rejects.toThrow(file);
  for (const value of ['*geheim', '!geheim x', '|geheim\n x', '"a" geheim', '[geheim']) {
    writeFileSync(file, `auth:\n  keySecret: ${value}\n`);
    await expect(load()).rejects.toThrow(file);
    await expect(load()).rejects.not.toThrow('geheim');
  }
  writeFileSync(file, '- one\n- two');
  await expect(load()).rejects.toThrow(`${file}: expected settings`);
  rmSync(file);
  symlinkSync(join('..data', 'config.yaml'), file);
  await expect(load()).rejects.toThrow(`${file}: is a link to a file that does not exist (ENOENT)`);
});

test('a file of Windows has a byte order mark and two characters at each end of a line', async () => {
  writeFileSync(join(workingFolder, 'config.yaml'), '\ufeffserver:\r\n  host: "::1"\r\n');
  const variables = { ORDERPROCESSING_ENVIRONMENT: 'test\r' };
  expect(await load(variables)).toMatchObject({ server: { host: '::1' }, environment: 'test' });
});

test('files in another encoding than UTF-8 are faults that show nothing of them', async () => {
  const file = join(workingFolder, 'config.yaml');
  const secret = join(folder, 'secret');
  writeFileSync(file, Buffer.from('mail:\n  from: Müller <shop@shop.test>\n', 'latin1'));
  await expect(load()).rejects.toThrow(`${file}: is not UTF-8 at line 2, column 10: save it in`);
  rmSync(file);
  writeFileSync(secret, Buffer.from(`${'g'.repeat(40)}ä`, 'latin1'));
  const loading = load({ ORDERPROCESSING_AUTH_KEY_SECRET_FILE: secret });
  await expect(loading).rejects.toThrow(
    `ORDERPROCESSING_AUTH_KEY_SECRET_FILE: ${secret} is not UTF-8 at line 1, column 41`,
  );
  await expect(loading).rejects.not.toThrow('gggg');
});

test('a variable from a file with line breaks of Windows is a fault', async () => {
  const remedy =
    'ends in a carriage return: save the file that sets it with the line breaks of Unix';
  for (const name of ['ORDERPROCESSING_DATA_FOLDER', 'ORDERPROCESSING_AUTH_KEY_SECRET_FILE']) {
    await expect(load({ [name]: '/srv/shop\r' })).rejects.toThrow(`${name}: ${remedy}`);
  }
});

test('NODE_ENV is used only if none of our settings decides', async () => {
  expect((await load({ NODE_ENV: 'test' })).environment).toBe('test');
  expect((await load({ NODE_ENV: '' })).environment).toBe('development');
  const own = await load({ NODE_ENV: 'test', ORDERPROCESSING_ENVIRONMENT: 'development' });
  expect(own.environment).toBe('development');
  await expect(load({ NODE_ENV: 'production' })).rejects.toThrow(
    /auth.viewerSecret: .* in production/,
  );
});

test.each(['staging', 'Production', 'prod'])(
  'NODE_ENV %s is a fault, not development',
  async (name) => {
    await expect(load({ NODE_ENV: name })).rejects.toThrow(
      `NODE_ENV: is "${name}": expected development, test, or production`,
    );
    const named = { NODE_ENV: name, ORDERPROCESSING_ENVIRONMENT: 'development' };
    expect((await load(named)).environment).toBe('development');
  },
);

test('a shop for the network that names no environment is a fault', async () => {
  const settings = {
    ORDERPROCESSING_SERVER_HOST: '0.0.0.0',
    ORDERPROCESSING_SERVER_PUBLIC_URL: 'https://shop.example.com',
  };
  await expect(load(settings)).rejects.toThrow('server.host: "0.0.0.0" opens a development shop');
});

test('an acceptance of nothing is a fault where a shop is started, and not for other commands', async () => {
  const environment = {
    ...(await productionSettings()),
    ORDERPROCESSING_ACCEPTED: 'server.publicUrl',
  };
  const sources = { workingFolder, homeFolder, environment };
  await expect(openConfiguration(sources)).rejects.toThrow(
    'accepted: server.publicUrl has no weak value',
  );
  await expect(loadConfiguration({ ...sources, isWhole: true })).rejects.toThrow('no weak value');
  expect((await loadConfiguration(sources)).accepted).toEqual(['server.publicUrl']);
  await expect(openConfiguration({ ...sources, own: 'gateway' })).resolves.toBeDefined();
});

test('a start needs all databases or none, and a command may do with one', async () => {
  const environment = { ORDERPROCESSING_DATABASE_USERS_URL: 'postgresql://here/users' };
  expect((await load(environment)).database.users.url).toBe('postgresql://here/users');
  const starting = openConfiguration({ workingFolder, homeFolder, environment });
  await expect(starting).rejects.toThrow(
    'database.orders.url: is missing beside database.users: expected postgresql://user:password@host:port/orders',
  );
  await expect(starting).rejects.toThrow('database.inventory.url: is missing');
});

test('a command that looks for the shop continues beside faults that do not hide it', async () => {
  const listed: string[] = [];
  const list = ({ message }: Error) => void listed.push(message);
  const locate = (settings: string) => {
    writeFileSync(join(workingFolder, 'config.yaml'), settings);
    return loadDespiteFaults(list, { workingFolder, homeFolder, environment: {} });
  };
  const faulty = 'dataFolder: here\nserver: { port: 4007 }\nlimits: { rate: 1 }\nremoved: 1\n';
  const { dataFolder, server, limits } = await locate(faulty);
  expect([dataFolder, server.port, limits]).toEqual(['here', 4007, (await locate('')).limits]);
  expect(listed).toEqual([expect.stringMatching(/limits\.rate: .*\n.*removed: /)]);
  await expect(locate('dataFolder: 5')).rejects.toThrow('dataFolder: ');
  await expect(locate('dataFolder: [')).rejects.toThrow('config.yaml: ');
});
