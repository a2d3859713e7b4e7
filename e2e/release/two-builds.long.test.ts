import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as operations from '../../client/src/generated/operations';
import { redisAvailable } from '../../platform/testing/redis';
import { runCommand } from '../harness/command';
import { buildDeadlineMs, buildNewestOf, git } from '../harness/older-build';
import { OrderLoad } from '../harness/order-load';
import { demoAccount, orderOf } from '../harness/people';
import { SharedServers } from '../harness/shared-servers';
import { eventually, newFolder, Shop } from '../harness/shop';

const loadMs = 20_000;
const decidedWithinMs = 120_000;
const slowOrders = 6;
const distances = [1, 8, 64];

/** Documents with fields that builds of long ago have, too. */
const documents = {
  Login: `mutation Login($input: LoginInput!) {
    login(input: $input) { __typename ... on Session { accessToken } }
  }` as typeof operations.Login,
  PlaceOrder: `mutation PlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) { __typename ... on Order { id status } }
  }` as typeof operations.PlaceOrder,
  Product: `query Product($sku: ID!) { product(sku: $sku) { sku } }` as typeof operations.Product,
};

const log = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Commits before the newest migration, newest first: builds that a release replaces. They are far
 * apart, because a commit that does not compile is in the middle of a change, like its neighbors.
 */
const olderCommits = (): string[] => {
  const newest = git('log', '-1', '--format=%H', '--', ':(glob)prisma/*/migrations/**');
  return distances.map((distance) => git('rev-parse', `${newest}~${distance}`));
};

describe.skipIf(!redisAvailable)('two builds of two commits, side by side', () => {
  const older = mkdtempSync(path.join(tmpdir(), 'older-'));
  const folders: string[] = [];
  let servers: SharedServers;
  const shops = new Map<'older' | 'newer', Shop>();

  const customerOf = (shop: Shop) => demoAccount(shop.client, 'customer', documents.Login);

  const shopOf = (build: 'older' | 'newer'): Shop => {
    const shop = shops.get(build);
    if (!shop) throw new Error(`The ${build} build does not run.`);
    return shop;
  };

  async function start(build: 'older' | 'newer'): Promise<Shop> {
    const folder = newFolder();
    folders.push(folder);
    const project = build === 'older' ? older : undefined;
    const shop = await Shop.start({ ...servers.settings }, folder, 'one process', project);
    shops.set(build, shop);
    return shop;
  }

  beforeAll(async () => {
    await buildNewestOf(olderCommits(), older);
    servers = await SharedServers.open();
    await start('older');
  }, distances.length * buildDeadlineMs);
  afterAll(async () => {
    for (const shop of shops.values()) await shop.close();
    await servers?.close();
    for (const folder of [older, ...folders]) rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  test('the newer one migrates and starts while the older one sells, and both sell', async () => {
    const each = { clients: 2, documents };
    const before = new OrderLoad(await customerOf(shopOf('older')), each);
    const newer = await start('newer');
    const beside = new OrderLoad(await customerOf(newer), each);
    await pause(loadMs);
    for (const [build, sold] of [
      ['older', before],
      ['newer', beside],
    ] as const) {
      const { calls, failures } = await sold.stop();
      log(`${build}: ${calls} calls, ${failures.length} failed`);
      expect(calls).toBeGreaterThan(10);
      expect(failures).toEqual([]);
    }
  }, 600_000);

  test.each([
    ['older', 'newer'],
    ['newer', 'older'],
  ] as const)(
    'orders of the %s one, which is killed, are finished by the %s one',
    async (killed, other) => {
      const pool = servers.databases.get('orders')?.pool;
      const customer = await customerOf(shopOf(killed));
      const notes = Array.from({ length: slowOrders }, () => `note ${randomUUID()}`);
      // The answers are lost with the process.
      const lost = notes.map((note) =>
        customer
          .run(documents.PlaceOrder, orderOf([['DEMO-0042', 1]], 'tok_slow', { note }))
          .catch(() => null),
      );
      const statuses = async (): Promise<string[]> => {
        const statement = 'SELECT status FROM orders WHERE note = ANY ($1)';
        const found = await pool?.query<{ status: string }>(statement, [notes]);
        return (found?.rows ?? []).map(({ status }) => status);
      };
      await eventually(
        'the orders are begun',
        async () => (await statuses()).length === slowOrders,
      );
      shopOf(killed).process.kill('SIGKILL');
      await shopOf(killed).ended();
      await Promise.all(lost);
      expect(await statuses()).toContain('PENDING');
      await eventually(
        `the ${other} one decides them`,
        async () => (await statuses()).every((status) => status === 'CONFIRMED'),
        decidedWithinMs,
      );
      const health = await fetch(`${shopOf(other).url}/ready`);
      expect(health.status).toBe(200);
      await start(killed);
    },
    600_000,
  );

  test('orders, stock and payments agree', async () => {
    const ledger = ['--ledger', `${servers.sandbox.url}/ledger`];
    const verified = await runCommand('verify', ledger, folders[0] ?? '', {
      ...servers.settings,
    });
    expect(verified).toMatchObject({ code: 0, errors: '' });
  }, 300_000);
});
