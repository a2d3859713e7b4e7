import { describe, expect, test } from 'vitest';
import { type Configuration, parseConfiguration } from '../../config/schema';
import { bySubgraph, type SubgraphName, subgraphNames } from '../../config/subgraphs';
import type { PlannedInstance } from './instances';
import { poolDemands, settingsOfProcess } from './process-settings';

const urls = bySubgraph((name) => name as string);

const instance = (
  subgraph: SubgraphName | null,
  index: number,
  port: number | null,
): PlannedInstance => ({
  name: `${subgraph ?? 'gateway'}-${index}`,
  args: [],
  part: subgraph ?? 'gateway',
  port,
  adminPort: 5_000 + index,
});
const one = subgraphNames.map((name) => instance(name, 1, 4_100));
const jobs = instance('orders', 2, null);
const tls = { authorityFile: 'a', certificateFile: 'c', keyFile: 'k' };
const needs = { urls, tls, redisUrl: 'redis://here', poolMax: 6, instances: one };

/** The settings of the first instance of a subgraph; null for a gateway. */
const settingsIn = (configuration: Configuration, subgraph: SubgraphName | null) =>
  settingsOfProcess(configuration, { ...needs, instance: instance(subgraph, 1, 4_100) });

test('each subgraph needs the pools of its processes and of one that takes the place of another', () => {
  const configuration = parseConfiguration({ environment: 'test' });
  const demands = poolDemands(8, configuration, urls, [...one, jobs]);
  for (const { url, max } of demands) {
    // Each process of orders has a connection to listen on as well.
    expect(max).toBe(url === 'orders' ? 3 * 9 : 2 * 8);
  }
  expect(demands.map(({ url }) => url)).toEqual(subgraphNames);
});

describe('the databases with shards of orders', () => {
  const url = (name: string) => `postgresql://shop@127.0.0.1/${name}`;
  const configuration = parseConfiguration({
    environment: 'test',
    database: {
      orders: {
        shards: [
          { from: 0, to: 9, url: url('one'), ownerUrl: url('owner') },
          { from: 10, to: 4_095, url: url('two') },
        ],
      },
    },
  });

  test('count in the budget of connections, each as the one of orders', () => {
    const demands = poolDemands(8, configuration, { ...urls, orders: url('one') }, [...one, jobs]);
    const ofOrders = demands.filter((demand) => [url('one'), url('two')].includes(demand.url));
    expect(ofOrders.map(({ max }) => max)).toEqual([3 * 9, 3 * 9]);
  });

  test('are known to the processes of orders alone, without their owners', () => {
    for (const subgraph of [null, ...subgraphNames]) {
      const { database } = settingsIn(configuration, subgraph);
      expect(database.pool.max).toBe(6);
      const { shards } = database.orders;
      const known = shards.map((shard) => [shard.url, shard.ownerUrl]);
      const all = [
        [url('one'), null],
        [url('two'), null],
      ];
      expect(known).toEqual(subgraph === 'orders' ? all : []);
    }
  });
});

describe('a pooler', () => {
  const url = (name: string) => `postgresql://shop@127.0.0.1/${name}`;
  const pooled = (name: string) => ({ url: url('pooler'), directUrl: url(name) });
  const configuration = parseConfiguration({
    environment: 'test',
    database: bySubgraph(pooled),
  });

  test('leaves only the connections past it to count', () => {
    const pools = bySubgraph(() => url('pooler'));
    const demands = poolDemands(8, configuration, pools, [...one, jobs]);
    expect(demands).toEqual(
      subgraphNames.map((name) => ({ url: url(name), max: name === 'orders' ? 3 : 0 })),
    );
  });

  test('is known to the processes of its subgraph, with the server behind it', () => {
    for (const subgraph of [null, ...subgraphNames]) {
      const { database } = settingsIn(configuration, subgraph);
      for (const name of subgraphNames) {
        expect(database[name].directUrl).toBe(name === subgraph ? url(name) : null);
      }
    }
  });
});

describe('replicas', () => {
  const url = (name: string) => `postgresql://shop@127.0.0.1/${name}`;
  const users = { url: url('users'), replicaUrls: [url('standby')] };
  const others = { inventory: { url: url('inventory') }, orders: { url: url('orders') } };
  const configuration = parseConfiguration({
    environment: 'test',
    database: { users, ...others },
  });

  test('count in the budget of their own server, with a connection that asks for the lag', () => {
    const demands = poolDemands(8, configuration, urls, [...one, jobs]);
    const ofStandby = demands.filter((demand) => demand.url === url('standby'));
    expect(ofStandby).toEqual([{ url: url('standby'), max: 2 * 9 }]);
  });

  test('are known to the processes of their subgraph, and gateways know that there are some', () => {
    for (const subgraph of [null, ...subgraphNames]) {
      const { database } = settingsIn(configuration, subgraph);
      const known = subgraphNames.flatMap((name) => database[name].replicaUrls);
      expect(known).toEqual(subgraph === 'users' ? [url('standby')] : []);
      expect(database.replicas.reads).toBe(true);
    }
  });
});

describe('the settings of a process', () => {
  const configuration = parseConfiguration({
    environment: 'test',
    mail: { url: 'smtp://mail', from: 'shop@example.com' },
    payments: { stripe: { secretKey: 'sk_test_1', webhookSecret: 'whsec_1' } },
  });
  const of = (subgraph: SubgraphName | null = null) => settingsIn(configuration, subgraph);

  test.each([undefined, ...subgraphNames])('contain only the database of %s', (subgraph) => {
    const { database } = of(subgraph);
    const known = subgraphNames.filter((name) => database[name].url !== null);
    expect(known).toEqual(subgraph === undefined ? [] : [subgraph]);
  });

  test('contain the secrets of its own subgraph and of no other', () => {
    const secretsOf = ({ auth, encryption, mail, payments, webhooks }: typeof configuration) => [
      auth.keySecret,
      encryption.users.secret,
      encryption.orders.secret,
      payments.sandbox.apiSecret,
      payments.sandbox.callbackSecret,
      payments.stripe.secretKey,
      payments.stripe.webhookSecret,
      webhooks.secretKey,
      mail.url,
    ];
    const [keySecret, usersSecret, ...ofOrders] = secretsOf(configuration);
    const none = ['', '', '', '', '', '', null];
    const mailUrl = ofOrders.at(-1);
    const ofUsers = [keySecret, usersSecret, ...none.slice(0, -1), mailUrl];
    expect(secretsOf(of('users'))).toEqual(ofUsers);
    expect(secretsOf(of('orders'))).toEqual(['', '', ...ofOrders]);
    expect(secretsOf(of('inventory'))).toEqual(['', '', ...none]);
    expect(secretsOf(of())).toEqual(['', '', ...none]);
  });

  test('contain all other settings unchanged', () => {
    const { limits, auth } = of('inventory');
    expect(limits).toEqual(configuration.limits);
    expect(auth).toEqual({ ...configuration.auth, keySecret: '' });
  });

  test('contain the ports and the name of the instance, and the URLs of all', () => {
    const second = instance('users', 2, 4_109);
    const given = { ...needs, instances: [...one, second, jobs] };
    const both = ['https://127.0.0.1:4100', 'https://127.0.0.1:4109'];
    const ofSecond = { ...given, instance: second };
    const { services, telemetry } = settingsOfProcess(configuration, ofSecond);
    expect(services.users).toMatchObject({ port: 4_109, adminPort: 5_002, urls: both });
    expect(services.orders).toMatchObject({ port: 4_103, urls: [] });
    expect(telemetry.instance).toBe('users-2');
    const ofJobs = settingsOfProcess(configuration, { ...given, instance: jobs }).services;
    expect(ofJobs.users.urls).toEqual(both);
    expect(ofJobs.jobs.adminPort).toBe(5_002);
    expect(ofJobs.orders.adminPort).toBe(4_203);
  });
});

describe('a copy of the whole shop', () => {
  const url = (name: string) => `postgresql://shop@127.0.0.1/${name}`;
  const configuration = parseConfiguration({
    environment: 'test',
    database: bySubgraph((name) => ({ url: url(name), ownerUrl: url('owner') })),
    secrets: { folder: '/secrets' },
    payments: { stripe: { secretKey: 'sk_test_1', webhookSecret: 'whsec_1' } },
    webhooks: { secretKey: 'w'.repeat(32) },
  });
  const copy = (adminPort: number): PlannedInstance => {
    return { name: `shop-${adminPort}`, args: [], part: 'shop', port: null, adminPort };
  };

  test('knows every database and secret, but no owner and not where secrets are from', () => {
    const instance = copy(5_001);
    const settings = settingsOfProcess(configuration, { ...needs, tls: null, instance });
    for (const name of subgraphNames) {
      expect(settings.database[name]).toMatchObject({ url: url(name), ownerUrl: null });
    }
    expect(settings.payments).toEqual(configuration.payments);
    expect(settings.webhooks).toEqual(configuration.webhooks);
    expect(settings.secrets.folder).toBeNull();
    expect(settings.server.adminPort).toBe(5_001);
  });

  test('needs a pool for each database, as one that takes its place does', () => {
    const demands = poolDemands(8, configuration, urls, [copy(5_001), copy(5_002)]);
    expect(demands).toEqual(
      subgraphNames.map((name) => ({ url: name, max: name === 'orders' ? 3 * 9 : 3 * 8 })),
    );
  });
});
