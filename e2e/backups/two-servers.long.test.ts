import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseVariables, evenShardVariables } from '../../config/testing/subgraph-variables';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { restoreCluster } from '../../platform/backup/restored-cluster';
import { SmallCluster } from '../../platform/backup/testing/small-cluster';
import { archiveNow } from '../../platform/database/archived-log';
import type { EmbeddedPostgres } from '../../platform/database/embedded';
import { withDatabase } from '../../platform/database/ensure-database';
import { shardOf, shards } from '../../subgraphs/orders/domain/shard';
import type { Client } from '../harness/client';
import { run } from '../harness/order-verbs';
import { demoAccount, newSession, orderOf } from '../harness/people';
import { eventually, newFolder, Shop } from '../harness/shop';

const half = shards / 2;
const deadlineMs = 600_000;
const settleMs = 60_000;

interface Finding {
  readonly kind: string;
  readonly subject: string;
}

/** Orders of the first and the second server, or their URLs. */
type Pair = readonly [first: string, second: string];

/** The first server has all databases but the second one of orders. */
const settingsOf = (first: string, second: string): Record<string, string> => ({
  ...databaseVariables((name) => withDatabase(first, name)),
  ...evenShardVariables([
    { url: withDatabase(first, 'orders') },
    { url: withDatabase(second, 'orders') },
  ]),
});

describe.skipIf(findPgBackRest() === null)('two servers of orders, restored from backups', () => {
  const clusters: SmallCluster[] = [];
  const copies: SmallCluster[] = [];
  const servers: EmbeddedPostgres[] = [];
  const folder = newFolder();
  let settings: Record<string, string>;
  let shop: Shop;
  let buyers: readonly [Client, Client];
  let early: string;
  let late: Pair;
  let [earlier, moment] = [new Date(), new Date()];

  const place = async (buyer: Client): Promise<string> => {
    const order = await run(buyer, 'place', orderOf([['DEMO-0001', 1]], 'tok_ok'));
    expect(order).toMatchObject({ __typename: 'Order', status: 'CONFIRMED' });
    return order.id;
  };

  const placeInBoth = async (): Promise<Pair> => [await place(buyers[0]), await place(buyers[1])];

  /** What `verify` finds, without the heads of the audit log, which a restore always misses. */
  async function findings(): Promise<Finding[]> {
    const { code, output, errors } = await shop.runWith(settings, 'verify', '--json');
    expect([0, 1], errors).toContain(code);
    const lines = output.split('\n').filter((line) => line !== '');
    return lines
      .map((line) => JSON.parse(line) as Finding)
      .filter(({ kind }) => kind !== 'audit.chain');
  }

  const kindsOf = async (): Promise<string[]> =>
    (await findings()).map(({ kind, subject }) => `${kind} ${subject}`).sort();

  const reconciled = async (...given: string[]): Promise<unknown> =>
    JSON.parse((await shop.runWith(settings, 'reconcile', '--json', ...given)).output);

  const untilSettled = () =>
    eventually('no finding', async () => (await findings()).length === 0, settleMs);

  /** Starts the shop on copies of the servers that were restored. @returns their URLs. */
  async function restored(...moments: readonly [first: Date, second: Date]): Promise<Pair> {
    const urls: string[] = [];
    for (const [index, at] of moments.entries()) {
      const copy = (clusters[index] as SmallCluster).copy();
      copies.push(copy);
      const target = { kind: 'time' as const, at };
      const { server } = await restoreCluster({ ...copy.restoring, target });
      servers.push(server);
      urls.push(server.tcpUrl('postgres'));
    }
    await startOn(...(urls as [string, string]));
    return urls as [string, string];
  }

  async function startOn(first: string, second: string): Promise<void> {
    settings = settingsOf(first, second);
    shop = await Shop.start(settings, folder);
  }

  beforeAll(async () => {
    for (let count = 0; count < 2; count += 1) {
      const cluster = new SmallCluster(mkdtempSync(path.join(tmpdir(), 'two-servers-')));
      await cluster.start();
      clusters.push(cluster);
    }
    const [first, second] = clusters as [SmallCluster, SmallCluster];
    await startOn(first.url, second.url);
    const found = new Map<boolean, Client>();
    while (found.size < 2) {
      const { accessToken, user } = await newSession(shop.client);
      found.set(shardOf(user.id) < half, shop.client.as(accessToken));
    }
    buyers = [found.get(true) as Client, found.get(false) as Client];
    await place(buyers[0]);
    for (const cluster of clusters) await cluster.backUp();
    await placeInBoth();
    await untilSettled();
    earlier = await second.now();
    early = await place(buyers[1]);
    await untilSettled();
    moment = await second.now();
    late = await placeInBoth();
    await untilSettled();
    await shop.stop();
    for (const cluster of clusters) {
      await archiveNow(cluster.url);
      await cluster.stop();
    }
  }, deadlineMs);
  afterAll(async () => {
    await shop?.close();
    for (const server of servers) await server.stop();
    for (const cluster of [...copies, ...clusters]) await cluster.close();
  });

  test(
    'to the same moment, they lack the orders placed since, whose payments verify lists',
    async () => {
      await restored(moment, moment);
      expect(await kindsOf()).toEqual(late.map((id) => `payment.unknown_order order ${id}`).sort());
      await shop.stop();
    },
    deadlineMs,
  );

  test(
    'to different moments, stock is held for the orders that the earlier one lacks',
    async () => {
      const urls = await restored(moment, earlier);
      // A young reservation may be of an order that is being placed, so verify leaves it out.
      const older = `UPDATE reservations SET created_at = created_at - interval '1 day'`;
      const inventory = withDatabase(urls[0], 'inventory');
      await clusters[0]?.query(`${older} WHERE order_id = '${early}'`, inventory);
      const expected = [
        `reservation.unknown_order order ${early}`,
        ...[early, ...late].map((id) => `payment.unknown_order order ${id}`),
      ];
      expect(await kindsOf()).toEqual(expected.toSorted());
      const held = [{ sku: 'DEMO-0001', quantity: 1 }];
      const reservation = { orderId: early, state: 'CONFIRMED', held };
      // It leaves payments of the last minutes, whose orders may be in the middle of being placed.
      const left = { payments: [], unclear: [], recent: 3 };
      expect(await reconciled()).toEqual({
        ...left,
        reservations: [{ ...reservation, result: 'planned' }],
        open: 4,
      });

      const unanswered = settingsOf(urls[0], 'postgresql://127.0.0.1:1/postgres');
      const refused = await shop.runWith(unanswered, 'reconcile', '--yes');
      expect(refused.code).toBe(1);
      expect(refused.errors).toContain('A database does not answer');
      expect(await kindsOf()).toEqual(expected.toSorted());

      expect(await reconciled('--yes')).toEqual({
        ...left,
        reservations: [{ ...reservation, result: 'released' }],
        open: 3,
      });
      expect(await kindsOf()).toEqual(expected.slice(1).sort());
      await shop.stop();
    },
    deadlineMs,
  );

  test(
    'with orders of a later moment than their stock, those orders are cancelled',
    async () => {
      await restored(earlier, moment);
      const unpaid = late.map((id) => `payment.unknown_order order ${id}`);
      const found = [
        `reservation.state order ${early}`,
        `reservation.units order ${early}`,
        ...unpaid,
      ];
      expect(await kindsOf()).toEqual(found.sort());
      const admin = await demoAccount(shop.client, 'admin');
      const cancelled = await run(admin, 'cancel', { id: early });
      expect(cancelled).toMatchObject({ status: 'CANCELLED' });
      await eventually(
        'only payments',
        async () => (await kindsOf()).join() === unpaid.toSorted().join(),
        settleMs,
      );
      await shop.stop();
    },
    deadlineMs,
  );
});
