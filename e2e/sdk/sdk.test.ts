import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CancelOrder,
  createClient,
  expectOutcome,
  Me,
  memorySession,
  PlaceOrder,
  Register,
  type SessionStore,
  WatchOrder,
} from '../../client/src/index';
import { repositoryRoot } from '../../platform/process/repository-root';
import { freePort } from '../../platform/testing/free-port';
import { openForFile } from '../../platform/testing/open-for-file';
import { Random } from '../../platform/testing/random';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { buyerAddress } from '../../testing/buyer-address';
import { chromiumAvailable, launchChromium } from '../../testing/chromium';
import { ended } from '../../testing/command';
import { FaultProxy } from '../chaos/fault-proxy';
import { runProgram } from '../clients/programs';
import { eventually, Shop } from '../harness/shop';
import { installClient, linkCompiler } from './packed-client';
import { SdkTabs } from './tabs';
import { buyOnTheWeb } from './web-shop';

const folder = folderForFile();
const shop = openForFile(() => Shop.start());
let proxy: FaultProxy;
let packed: string[];

beforeAll(async () => {
  packed = await installClient(folder, shop.url);
  linkCompiler(folder);
});

const input = {
  currency: 'EUR',
  lines: [{ sku: 'DEMO-0001', quantity: 1 }],
  payment: { token: 'tok_ok' },
  shippingAddress: buyerAddress,
};

const newAccount = () => ({
  email: `sdk-${crypto.randomUUID()}@example.com`,
  password: 'a long enough phrase',
  name: 'Ada Buyer',
});

describe('over a network that fails', () => {
  let session: SessionStore;
  let url: string;

  beforeEach(async () => {
    proxy = new FaultProxy({
      name: 'gateway',
      targetPort: Number(new URL(shop.url).port),
      random: new Random(7),
      handshakeRoundTrips: 0,
    });
    await proxy.listen();
    url = `http://127.0.0.1:${proxy.port}/graphql`;
    session = memorySession();
    await newClient().run(Register, { input: newAccount() });
  });
  afterEach(() => proxy.close());

  const newClient = (options: { fetch?: typeof fetch; attemptMs?: number } = {}) =>
    createClient({ url, session, retries: { baseMs: 20 }, ...options });

  async function effectsOf(orderId: string) {
    const client = newClient();
    const numbers: string[] = [];
    const orders = 'query { orders(first: 10) { nodes { number } } }';
    const { data } = await client.execute<{ orders: { nodes: { number: string }[] } }, object>(
      orders,
      {},
    );
    for (const { number } of data?.orders.nodes ?? []) numbers.push(number);
    return { orders: numbers.length, charges: (await shop.ledgerOf(orderId)).length };
  }

  test('an order whose answer is lost is placed and charged once', async () => {
    proxy.loseAnswers(2);
    const order = expectOutcome(await newClient().run(PlaceOrder, { input }), 'Order');
    expect(proxy.answersLost).toBe(2);
    expect(await effectsOf(order.id)).toEqual({ orders: 1, charges: 1 });
  });

  test('an order that the network duplicates is placed and charged once', async () => {
    const twice: typeof fetch = async (...request) => {
      const [, second] = await Promise.all([fetch(...request), fetch(...request)]);
      return second;
    };
    const client = newClient({ fetch: twice });
    const order = expectOutcome(await client.run(PlaceOrder, { input }), 'Order');
    expect(await effectsOf(order.id)).toEqual({ orders: 1, charges: 1 });
  });

  test('an order is cancelled although the answer is lost', async () => {
    const client = newClient();
    const { id } = expectOutcome(await client.run(PlaceOrder, { input }), 'Order');
    proxy.loseAnswers(1);
    const reason = 'changed my mind';
    const order = expectOutcome(await client.run(CancelOrder, { id, reason }), 'Order');
    expect(order.status).toBe('CANCELLED');
  });

  test('a session survives the lost answer to its refresh', async () => {
    const before = await session.read();
    if (!before) throw new Error('Nobody is signed in.');
    // The gateway refuses this token; the refresh token is good.
    await session.write({ ...before, accessToken: `${before.accessToken.slice(0, -8)}AAAAAAAA` });
    let lost = 0;
    const losing: typeof fetch = async (target, init) => {
      const response = await fetch(target, init);
      if (!String(init?.body).includes('RefreshSession') || lost > 0) return response;
      lost += 1;
      await response.text();
      throw new TypeError('fetch failed');
    };
    const me = await newClient({ fetch: losing }).run(Me);
    expect([me?.roles, lost]).toEqual([['CUSTOMER'], 1]);
    expect((await session.read())?.refreshToken).not.toBe(before.refreshToken);
  });

  test('a live update continues after its connection is cut', async () => {
    const client = newClient();
    const { id } = expectOutcome(await client.run(PlaceOrder, { input }), 'Order');
    const statuses: string[] = [];
    const watching = (async () => {
      for await (const { status } of client.watch(WatchOrder, { id })) {
        statuses.push(status);
        if (status === 'CANCELLED') return;
      }
    })();
    await eventually('the first state', async () => statuses.length === 1);
    proxy.cut();
    await client.run(CancelOrder, { id, reason: 'changed my mind' });
    await watching;
    expect(statuses).toEqual(['CONFIRMED', 'CANCELLED']);
  });
});

describe('the package, installed from its tarball', () => {
  test('has code and types for both module systems, and nothing else', () => {
    const expected = ['LICENSE', 'README.md', 'index.d.mts', 'index.d.ts', 'index.js', 'index.mjs'];
    expect(packed).toEqual(expect.arrayContaining([...expected, 'package.json']));
    const others = packed.filter((name) => !/\.(d\.m?ts|m?js)$/.test(name));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    const installed = path.join(folder, 'node_modules/@orderprocessing/client/package.json');
    expect(JSON.parse(readFileSync(installed, 'utf8'))).not.toHaveProperty('dependencies');
  });

  test.each([
    ['import', "import { createClient, Products } from '@orderprocessing/client';", 'mjs'],
    ['require', "const { createClient, Products } = require('@orderprocessing/client');", 'cjs'],
  ])('sells by %s', async (_how, first, ending) => {
    const program = path.join(folder, `sell.${ending}`);
    const rest = `
      const url = process.env.SHOP_URL + '/graphql';
      createClient({ url }).pages(Products, { first: 3 }).next().then(({ value }) => {
        console.log(value.nodes.length, value.totalCount > 100);
      });`;
    writeFileSync(program, first + rest);
    const { code, output, errors } = await runProgram(shop.url, program, [], {}, folder);
    expect([errors, output, code]).toEqual(['', '3 true\n', 0]);
  });

  // One of them with the compiler in Go, because the other one takes many seconds.
  test.each([
    [
      'ESM and CommonJS of Node',
      'typescript',
      { module: 'nodenext' },
      ['program.mts', 'program.cts'],
    ],
    [
      'a bundler',
      'typescript-7',
      { module: 'esnext', moduleResolution: 'bundler', lib: ['ES2022', 'DOM'] },
      ['program.ts'],
    ],
  ])('has types that hold for %s', async (_who, compiler, options, files) => {
    const project = mkdtempSync(path.join(folder, 'types-'));
    for (const file of files)
      cpSync(path.join(__dirname, 'program.ts.txt'), path.join(project, file));
    const strict = { strict: true, noEmit: true, target: 'es2022', types: ['node'] };
    // The declarations of the language are not ours.
    const checks = { noUncheckedIndexedAccess: true, skipDefaultLibCheck: true };
    const compilerOptions = { ...strict, ...checks, ...options };
    writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    const tsc = path.join(repositoryRoot, 'node_modules', compiler, 'bin/tsc');
    const { code, output } = await runProgram('', tsc, ['-p', project], {}, project);
    expect([output, code]).toEqual(['', 0]);
  });

  test("runs a partner's program from its README", async () => {
    const example = path.join(folder, 'partner');
    cpSync(path.join(repositoryRoot, 'examples/partner'), example, { recursive: true });
    const child = spawn(process.execPath, ['main.mjs'], {
      cwd: example,
      env: {
        PATH: process.env.PATH,
        API: `${shop.url}/graphql`,
        HOOKS_PORT: String(await freePort()),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { code, output, errors } = await ended(child);
    expect([errors, code]).toEqual(['', 0]);
    expect(output).toMatch(/^stock {4}DEMO-\d+: \d+ available \(\w+ \d+/);
    const [, number = ''] = /^order {4}(\S+) is CONFIRMED, [\d.]+ EUR$/m.exec(output) ?? [];
    expect(output.split('\n')).toContain(`again    ${number} is the same order: true`);
    expect(output.match(/^event {4}order\.confirmed \S+ is CONFIRMED$/gm)).toHaveLength(1);
  });
});

test.skipIf(!chromiumAvailable)(
  'in Chromium two tabs share a session, place an order and follow it',
  async () => {
    await using tabs = await SdkTabs.open(shop.url, folder);
    const results = await tabs.run(newAccount(), input);
    expect(results.errors).toEqual([]);
    // Ten calls in two tabs found their token expired: one request refreshed it.
    expect(results.refreshes).toBe(1);
    expect(results.names).toEqual(Array.from({ length: 10 }, () => 'Ada Buyer'));
    for (const transport of ['fetch', 'xhr'] as const) {
      expect(results.statuses[transport]).toEqual(['CONFIRMED', 'CANCELLED']);
    }
  },
);

describe('the shop on the web', () => {
  test('answers HEAD with its policy', async () => {
    const response = await fetch(`${shop.url}/shop`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'; style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
  });

  test.skipIf(!chromiumAvailable).for(['narrow and dark', 'wide and light'] as const)(
    'sells through the bank, %s, with no finding of axe and no violation of its policy',
    async (look) => {
      await using browser = await launchChromium();
      // The bank leads back to this origin in development.
      const url = shop.url.replace('127.0.0.1', 'localhost');
      expect(await buyOnTheWeb(browser, url, look)).toEqual({
        faults: [],
        findings: [],
        statuses: ['Confirmed', 'Cancelled'],
      });
    },
  );
});
