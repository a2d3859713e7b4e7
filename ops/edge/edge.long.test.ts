import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type TestGateway, testGateway } from '../../gateway/testing/running-gateway';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { DnsServer } from '../../platform/testing/dns-server';
import { freePort } from '../../platform/testing/free-port';
import { closedLoop } from '../../testing/load/closed-loop';

const patience = { timeout: 30_000, interval: 100 };
/** Gateways have the same port at addresses of their own, as containers do. */
const addresses = ['127.0.0.11', '127.0.0.12', '127.0.0.13'] as const;
const idleGraceMs = 2_500;
const clients = 8;
const proxy = '127.0.0.3';
const buyer = '203.0.113.9';

describe.skipIf(findProgram('haproxy') === null)('the edge before gateways', () => {
  const gateways = new Map<string, TestGateway>();
  let dns: DnsServer;
  let haproxy: ChildProcess;
  let agent: Agent;
  let url: string;
  let port: number;

  const open = async (address: string, settings: object = {}) => {
    const server = { host: address, port, trustedProxies: ['127.0.0.1'], ...settings };
    gateways.set(address, await testGateway({ configuration: { server }, idleGraceMs }));
    dns.addresses = [...gateways.keys()];
  };
  /** It drains, as one does that is stopped; its name goes when it has ended. */
  const stop = async (address: string) => {
    await gateways.get(address)?.stop();
    gateways.delete(address);
    dns.addresses = [...gateways.keys()];
  };
  const ask = async (
    query: string,
    headers: Record<string, string> = {},
    dispatcher: Agent = agent,
  ) => {
    const { statusCode, body } = await request(`${url}/graphql`, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return { status: statusCode, body: (await body.json()) as { data?: Record<string, string> } };
  };
  /** Operations that a gateway has answered. */
  const answeredBy = async (address: string): Promise<number> => {
    const text = await gateways
      .get(address)
      ?.registry.getSingleMetricAsString('gateway_operations_total');
    const lines = (text ?? '').split('\n').filter((line) => !line.startsWith('#'));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1) ?? 0), 0);
  };

  beforeAll(async () => {
    port = await freePort();
    dns = await DnsServer.start();
    await open(addresses[0]);
    await open(addresses[1]);
    const edge = `127.0.0.1:${await freePort()}`;
    url = `http://${edge}`;
    haproxy = spawn('haproxy', ['-db', '-f', path.join(repositoryRoot, 'ops/edge/haproxy.cfg')], {
      stdio: 'inherit',
      env: {
        ...process.env,
        EDGE_ADDRESS: edge,
        EDGE_NAMESERVER: dns.address,
        EDGE_GATEWAYS: `gateway.test:${port}`,
        EDGE_TRUSTED_PROXIES: `10.0.0.0/8 ${proxy}`,
      },
    });
    agent = new Agent({ connections: clients });
  }, 60_000);

  afterAll(async () => {
    haproxy?.kill('SIGKILL');
    await agent?.close();
    for (const gateway of gateways.values()) await gateway.stop();
    dns?.stop();
  });

  test('serves as soon as HAProxy has found a gateway', async () => {
    const status = () =>
      ask('{ nothing }').then(
        (answer) => answer.status,
        () => 0,
      );
    await expect.poll(status, patience).toBe(200);
  }, 60_000);

  /** What a gateway takes for the address of a client that connects from another. */
  const addressFrom = async (localAddress: string, headers: Record<string, string>) => {
    const own = new Agent({ localAddress });
    const { body } = await ask('{ whoAmI }', headers, own);
    await own.destroy();
    return JSON.parse(body.data?.whoAmI ?? '{}').viewer.address as string;
  };

  test('replaces what a client says about its address', async () => {
    expect(await addressFrom('127.0.0.1', { 'x-forwarded-for': buyer })).toBe('127.0.0.1');
  });

  test('believes a proxy in front that is named', async () => {
    expect(await addressFrom(proxy, { 'x-forwarded-for': buyer })).toBe(buyer);
    expect(await addressFrom(proxy, {})).toBe(proxy);
  });

  test('a page and its files come from one gateway, whose version alone has them', async () => {
    const folder = path.join(repositoryRoot, 'dist/pages/console/assets');
    const files = readdirSync(folder).filter((file) => !file.endsWith('.br'));
    const paths = files.slice(0, clients).map((file) => `/console/assets/${file}`);
    const [, , third] = addresses;
    await open(third, { console: false });
    const from = new Agent({ localAddress: proxy });
    /** The status of the page for a client, and then those of its files. */
    const visit = async (client: number): Promise<number[]> => {
      const headers = { 'x-forwarded-for': `203.0.113.${client}` };
      const statusOf = async (at: string) => {
        const { statusCode, body } = await request(url + at, { dispatcher: from, headers });
        await body.dump();
        return statusCode;
      };
      const page = await statusOf('/console');
      return [page, ...(await Promise.all(paths.map(statusOf)))];
    };
    let client = 0;
    const found = async () => {
      client += 1;
      return (await visit(client))[0];
    };
    await expect.poll(found, patience).toBe(404);
    const seen = new Set<string>();
    for (const last = client + 30; client < last; client += 1) {
      seen.add([...new Set(await visit(client))].join());
    }
    expect(seen).toEqual(new Set(['200', '404']));
    await from.close();
    await stop(third);
  }, 60_000);

  test('shares the load among gateways that come and go, without a failed request', async () => {
    const load = new AbortController();
    onTestFinished(() => load.abort());
    const failures: string[] = [];
    const queries = ['{ product(sku: "a") { sku } }', 'mutation { logout }'];
    const running = closedLoop(clients, load.signal, async (client) => {
      const { status } = await ask(queries[client % 2] as string).catch((error: Error) => {
        failures.push(error.message);
        return { status: 0 };
      });
      if (status !== 200) failures.push(String(status));
      return String(status);
    });
    const [first, second, third] = addresses;
    for (const address of [first, second]) {
      await expect.poll(() => answeredBy(address), patience).toBeGreaterThan(50);
    }
    // One is added, and has its share of the calls; the others end one after the other.
    await open(third);
    await expect.poll(() => answeredBy(third), patience).toBeGreaterThan(50);
    await stop(first);
    await stop(second);
    const before = await answeredBy(third);
    await expect.poll(() => answeredBy(third), patience).toBeGreaterThan(before + 50);
    // The name of one that has ended may come back, at the same address.
    await open(first);
    await expect.poll(() => answeredBy(first), patience).toBeGreaterThan(50);
    load.abort();
    const { latenciesMs } = await running;
    process.stdout.write(`${latenciesMs.length} calls, ${failures.length} failed\n`);
    expect(failures).toEqual([]);
  }, 180_000);

  test('answers 503 while there is no gateway, and serves again as soon as one is back', async () => {
    for (const address of [...gateways.keys()]) await stop(address);
    const status = async () => (await request(`${url}/ready`, { dispatcher: agent })).statusCode;
    await expect.poll(status, patience).toBe(503);
    await open(addresses[1]);
    await expect.poll(status, patience).toBe(200);
  }, 120_000);
});
