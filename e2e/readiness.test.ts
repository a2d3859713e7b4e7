import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlaceOrderDocument } from '../client/documents';
import { processesOf, subgraphNames } from '../config/subgraphs';
import { databaseVariables } from '../config/testing/subgraph-variables';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/database/embedded';
import { type RedisChild, startRedisChild } from '../platform/redis/redis-child';
import { createLogger } from '../platform/telemetry/logger';
import { redisAvailable } from '../platform/testing/redis';
import { readyAnswerMs } from './harness/deadlines';
import { demoAccount, orderOf } from './harness/people';
import { childrenOf, pidOf } from './harness/processes';
import { eventually, newFolder, Shop } from './harness/shop';
import { onEachTopology } from './harness/topologies';

const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });

interface Answer {
  readonly code: number;
  readonly status: string;
  readonly checks: Readonly<Record<string, string>>;
}

async function askReady(shop: Shop): Promise<Answer> {
  const signal = AbortSignal.timeout(readyAnswerMs);
  const response = await fetch(`${shop.url}/ready`, { signal });
  return { code: response.status, ...((await response.json()) as Omit<Answer, 'code'>) };
}

/** Waits for an answer; how long it took is for people, and never a reason to fail. */
async function becomes(shop: Shop, code: number, status: string, after: string): Promise<Answer> {
  const sinceMs = performance.now();
  const answer = await eventually(`${code} ${status} after ${after}`, async () => {
    const now = await askReady(shop);
    return now.code === code && now.status === status && now;
  });
  const seconds = ((performance.now() - sinceMs) / 1_000).toFixed(1);
  process.stdout.write(`${code} ${status} ${seconds} s after ${after}\n`);
  return answer;
}

/** By SQL, and by Prisma. */
const operations = [
  '{ products { totalCount } }',
  'mutation { login(input: { email: "a@example.com", password: "demo-password" }) { __typename } }',
];
const away = ['SERVICE_UNAVAILABLE'];

async function codesOf(query: string, shop: Shop): Promise<string[]> {
  const response = await fetch(`${shop.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { errors = [] } = (await response.json()) as {
    errors?: { extensions: { code: string } }[];
  };
  return errors.map(({ extensions }) => extensions.code);
}

/** Servers of the test's own, which it can stop and start again where they were. */
class Servers {
  private constructor(
    private readonly folder: string,
    readonly port: number,
    public postgres: EmbeddedPostgres,
    public redis: RedisChild | null,
  ) {}

  static async start(): Promise<Servers> {
    const folder = newFolder();
    const postgres = await Servers.postgresIn(folder);
    const redis = redisAvailable ? await Servers.redisIn(folder) : null;
    return new Servers(folder, postgres.port, postgres, redis);
  }

  private static postgresIn(folder: string, port?: number): Promise<EmbeddedPostgres> {
    const dataFolder = path.join(folder, 'postgres');
    mkdirSync(dataFolder, { recursive: true });
    return startEmbeddedPostgres({ dataFolder, logger, port, durable: false });
  }

  private static redisIn(folder: string): Promise<RedisChild | null> {
    return startRedisChild({ folder: path.join(folder, 'redis'), logger });
  }

  get settings(): Record<string, string> {
    const urls = databaseVariables((name) => this.postgres.tcpUrl(name));
    return this.redis === null ? urls : { ...urls, ORDERPROCESSING_REDIS_URL: this.redis.url };
  }

  async startPostgresAgain(): Promise<void> {
    this.postgres = await Servers.postgresIn(this.folder, this.port);
  }

  async startRedisAgain(): Promise<void> {
    this.redis = await Servers.redisIn(this.folder);
  }

  /** The server with all its sessions: the system takes connections for it, and nobody answers. */
  signalPostgres(signal: NodeJS.Signals): void {
    const { pid } = this.postgres;
    // The server first: it starts no other one meanwhile.
    for (const one of [pid, ...childrenOf(pid).map((child) => child.pid)])
      process.kill(one, signal);
  }

  async close(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.redis?.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

onEachTopology((topology) => {
  let servers: Servers;
  let shop: Shop;

  beforeAll(async () => {
    servers = await Servers.start();
    shop = await Shop.start(servers.settings, null, topology);
  });
  afterAll(async () => {
    await shop?.close();
    await servers?.close();
  });

  test('without PostgreSQL nothing is ready; with it again everything is, by itself', async () => {
    await servers.postgres.stop();
    const { checks } = await becomes(shop, 503, 'fail', 'PostgreSQL was stopped');
    expect(Object.entries(checks).filter(([name]) => name.startsWith('database'))).toContainEqual([
      topology === 'one process' ? 'database.orders' : 'database',
      'fail',
    ]);
    expect((await fetch(`${shop.url}/health`)).status).toBe(200);
    for (const one of operations) expect([one, await codesOf(one, shop)]).toEqual([one, away]);
    await servers.startPostgresAgain();
    await becomes(shop, 200, 'ok', 'PostgreSQL was started');
    const customer = await demoAccount(shop.client, 'customer');
    const order = orderOf([['DEMO-0001', 1]], 'tok_ok');
    const { placeOrder } = await customer.run(PlaceOrderDocument, order);
    expect(placeOrder).toMatchObject({ status: 'CONFIRMED' });
  });

  test('a PostgreSQL that hangs counts as lost', async () => {
    servers.signalPostgres('SIGSTOP');
    try {
      await becomes(shop, 503, 'fail', 'PostgreSQL stood still');
    } finally {
      servers.signalPostgres('SIGCONT');
    }
    await becomes(shop, 200, 'ok', 'PostgreSQL continued');
  });

  test.skipIf(!redisAvailable)('without Redis it is ready, with a warning', async () => {
    await servers.redis?.stop();
    const { checks } = await becomes(shop, 200, 'warn', 'Redis was stopped');
    expect(checks.redis).toBe('warn');
    await servers.startRedisAgain();
    await becomes(shop, 200, 'ok', 'Redis was started');
  });

  describe.skipIf(topology === 'one process')('with subgraphs that hang', () => {
    const others = subgraphNames.filter((name) => name !== 'users');
    const entries = ['users' as const, ...others].map((name) =>
      [`${name}/main.js`, ...(processesOf(name)[0]?.args ?? [])].join(' '),
    );
    const signal = (name: NodeJS.Signals, some = entries) => {
      for (const entry of some) process.kill(pidOf(shop, `subgraphs/${entry}`), name);
    };

    test('one is a warning, for the others answer; without any nothing is ready', async () => {
      try {
        signal('SIGSTOP', entries.slice(0, 1));
        const { checks } = await becomes(shop, 200, 'warn', 'users stood still');
        expect(checks).toMatchObject({ database: 'ok', 'subgraph.users': 'warn' });
        signal('SIGSTOP', entries.slice(1));
        await becomes(shop, 503, 'fail', 'all subgraphs stood still');
      } finally {
        signal('SIGCONT');
      }
      await becomes(shop, 200, 'ok', 'they continued');
    });
  });
});
