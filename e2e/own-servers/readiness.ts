import { describe, expect, test } from 'vitest';
import { PlaceOrder } from '../../client/src/generated/operations';
import { processesOf, subgraphNames } from '../../config/subgraphs';
import { redisAvailable } from '../../platform/testing/redis';
import type { Topology } from '../../testing/started-shop';
import { readyAnswerMs } from '../harness/deadlines';
import { demoAccount, orderOf } from '../harness/people';
import { childrenOf } from '../harness/process-children';
import { eventually, type Shop } from '../harness/shop';
import type { Servers } from './servers';

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

/**
 * Waits for an answer, and for these checks in it: a busy machine may make others fail before. How
 * long it took is for people, and never a reason to fail.
 */
async function becomes(
  shop: Shop,
  code: number,
  status: string,
  after: string,
  checks: Answer['checks'] = {},
): Promise<void> {
  const sinceMs = performance.now();
  let last: Answer | null = null;
  await eventually(`${code} ${status} after ${after}`, async () => {
    last = await askReady(shop);
    const areSo = Object.entries(checks).every(([name, is]) => last?.checks[name] === is);
    return last.code === code && last.status === status && areSo;
  }).catch((error: Error) => {
    throw new Error(`${error.message}: ${JSON.stringify(last)}`);
  });
  const seconds = ((performance.now() - sinceMs) / 1_000).toFixed(1);
  process.stdout.write(`${code} ${status} ${seconds} s after ${after}\n`);
}

/** Operations that query with SQL and with Prisma. */
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

/** What `/ready` says while servers and subgraphs are lost and come back. */
export function checkReadiness(shop: () => Shop, servers: () => Servers, topology: Topology): void {
  test('without PostgreSQL nothing is ready; with it again everything is, by itself', async () => {
    await servers().postgres.stop();
    const database = topology === 'one process' ? 'database.orders' : 'database';
    await becomes(shop(), 503, 'fail', 'PostgreSQL was stopped', { [database]: 'fail' });
    expect((await fetch(`${shop().url}/health`)).status).toBe(200);
    for (const one of operations) expect([one, await codesOf(one, shop())]).toEqual([one, away]);
    await servers().startPostgresAgain();
    await becomes(shop(), 200, 'ok', 'PostgreSQL was started');
    const customer = await demoAccount(shop().client, 'customer');
    const order = orderOf([['DEMO-0001', 1]], 'tok_ok');
    const { placeOrder } = await customer.run(PlaceOrder, order);
    expect(placeOrder).toMatchObject({ status: 'CONFIRMED' });
  });

  test('a PostgreSQL that hangs counts as lost', async () => {
    servers().signalPostgres('SIGSTOP');
    try {
      await becomes(shop(), 503, 'fail', 'PostgreSQL stood still');
    } finally {
      servers().signalPostgres('SIGCONT');
    }
    await becomes(shop(), 200, 'ok', 'PostgreSQL continued');
  });

  test.skipIf(!redisAvailable)('without Redis it is ready, with a warning', async () => {
    await servers().redis?.stop();
    await becomes(shop(), 200, 'warn', 'Redis was stopped', { redis: 'warn' });
    await servers().startRedisAgain();
    await becomes(shop(), 200, 'ok', 'Redis was started');
  });

  describe.skipIf(topology === 'one process')('with subgraphs that hang', () => {
    const others = subgraphNames.filter((name) => name !== 'users');
    const entries = ['users' as const, ...others].map((name) =>
      [`${name}/main.js`, ...(processesOf(name)[0]?.args ?? [])].join(' '),
    );
    const signal = (name: NodeJS.Signals, some = entries) => {
      for (const { pid, command } of childrenOf(shop().process.pid)) {
        if (some.some((entry) => command.includes(`subgraphs/${entry}`))) process.kill(pid, name);
      }
    };

    test('one is a warning, for the others answer; without any nothing is ready', async () => {
      try {
        signal('SIGSTOP', entries.slice(0, 1));
        const checks = { database: 'ok', 'subgraph.users': 'warn' };
        await becomes(shop(), 200, 'warn', 'users stood still', checks);
        signal('SIGSTOP', entries.slice(1));
        await becomes(shop(), 503, 'fail', 'all subgraphs stood still');
      } finally {
        signal('SIGCONT');
      }
      await becomes(shop(), 200, 'ok', 'they continued');
    });
  });
}
