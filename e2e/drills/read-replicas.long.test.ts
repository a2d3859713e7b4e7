import { expect, test } from 'vitest';
import { demoSkuOf } from '../../cli/demo-shop/catalogue';
import { PlaceOrder } from '../../client/src/generated/operations';
import { replicaVariables } from '../../config/testing/subgraph-variables';
import { withDatabase } from '../../platform/database/ensure-database';
import { queryOnce } from '../../platform/database/own-connection';
import type { Client } from '../harness/client';
import { orderOf } from '../harness/people';
import { eventually } from '../harness/shop';
import { PatroniCluster } from './failover/patroni-cluster';
import { missingPrograms } from './failover/programs';
import { onServers } from './on-servers';
import { createDatabases, type ShopOnDatabases } from './shop-on-databases';

const testMs = 900_000;
const buyers = 3;
const recoveryMs = 120_000;
const log = (line: string) => void process.stdout.write(`${line}\n`);

/** While a synchronous standby is down, commits wait until Patroni notices. */
const settings = {
  ORDERPROCESSING_LIMITS_OPERATION_DEADLINE_MS: '20000',
  ORDERPROCESSING_DATABASE_REPLICAS_LAG_SECONDS_MAX: '2',
};

/** A cluster, and the settings of a shop that reads from HAProxy's second port. */
async function startCluster(folder: string) {
  const cluster = await PatroniCluster.start(folder);
  const replicas = replicaVariables((name) => cluster.replicaUrlAs(name, name, name));
  return Object.assign(cluster, { settings: { ...settings, ...replicas } });
}

/** The largest page: while a buyer waits for it, the others continue to order. */
const listOf = (caller: Client) =>
  caller.post({ query: '{ orders(first: 100) { nodes { id } } }' });

/** Orders and reads without a pause, and what they found. */
class Load {
  reads = 0;
  orders = 0;
  newest = '';
  readonly failedReads: string[] = [];
  /** Acknowledged orders that a list of their buyer lacked. */
  readonly unseen: string[] = [];
  private isStopping = false;
  private readonly running: Promise<unknown>;

  constructor(shop: ShopOnDatabases, support: Client) {
    const buying = Array.from({ length: buyers }, () => this.buy(shop.customer));
    const anyone = shop.anyone;
    this.running = Promise.all([
      ...buying,
      this.read(() => listOf(support)),
      this.read(() => anyone.post({ query: '{ products(first: 5) { nodes { sku name } } }' })),
    ]);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private async read(ask: () => ReturnType<typeof listOf>): Promise<void> {
    while (!this.isStopping) {
      const { errors } = await ask();
      this.reads += 1;
      this.failedReads.push(...errors.map((error) => JSON.stringify(error)));
    }
  }

  private async buy(customer: Client): Promise<void> {
    while (!this.isStopping) {
      const { data } = await customer.ask(
        PlaceOrder,
        orderOf([[demoSkuOf(this.orders), 1]], 'tok_ok'),
      );
      if (data?.placeOrder?.__typename !== 'Order') continue;
      this.orders += 1;
      const { id } = data.placeOrder;
      this.newest = id;
      const { data: found, errors } = await listOf(customer);
      this.failedReads.push(...errors.map((error) => JSON.stringify(error)));
      if (errors.length === 0 && !JSON.stringify(found).includes(id)) this.unseen.push(id);
    }
  }
}

/** How often the standby of now has read the table of orders. */
async function scans(cluster: PatroniCluster): Promise<number> {
  const url = withDatabase((await cluster.roles()).standby.url, 'orders');
  const [row] = await queryOnce<{ scans: string }>(
    url,
    `SELECT seq_scan + idx_scan AS scans FROM pg_stat_user_tables WHERE relname = 'orders'`,
  );
  return Number(row?.scans ?? 0);
}

test.skipIf(missingPrograms() !== null)(
  'reads of a shop follow a standby of Patroni that lags, is killed, and takes over',
  async () => {
    const prepare = ({ url }: PatroniCluster) => createDatabases(url);
    await onServers({ start: startCluster, prepare }, async (cluster, shop) => {
      const support = await shop.staff();
      const load = new Load(shop, support);
      const isUsed = async () => {
        let last: number | null = null;
        await eventually(
          'the standby answers lists',
          async () => {
            // PostgreSQL of the standby may be starting.
            const now = await scans(cluster).catch(() => null);
            const isMore = now !== null && last !== null && now > last;
            last = now;
            return isMore;
          },
          recoveryMs,
        );
      };
      const step = async (name: string, act: () => Promise<unknown>) => {
        const [orders, reads] = [load.orders, load.reads];
        await act();
        await isUsed();
        log(`${name}: ${load.orders - orders} orders, ${load.reads - reads} reads`);
      };
      try {
        await step('begin', async () => undefined);
        await step('replay paused', async () => {
          const { url } = (await cluster.roles()).standby;
          await queryOnce(url, 'SELECT pg_wal_replay_pause()');
          const before = load.newest;
          await eventually('an order that the standby lacks', async () => load.newest !== before);
          // Many orders later it is on another page.
          await eventually('the primary answers lists', async () => {
            const { newest } = load;
            return JSON.stringify((await listOf(support)).data).includes(newest);
          });
          await queryOnce(url, 'SELECT pg_wal_replay_resume()');
        });
        await step('PostgreSQL of the standby killed', async () => {
          (await cluster.roles()).standby.killAllOfPostgres();
          await cluster.untilHealthy();
        });
        await step('node of the standby killed', async () => {
          const { standby } = await cluster.roles();
          await standby.killNode();
          await standby.start();
          await cluster.untilHealthy();
        });
        expect(load.failedReads).toEqual([]);
        await step('switch-over', async () => {
          const { primary, standby } = await cluster.roles();
          await cluster.switchOver(primary, standby);
          await cluster.untilHealthy();
        });
      } finally {
        await load.stop();
      }
      log(`${load.orders} orders, ${load.reads} reads, ${load.failedReads.length} reads failed`);
      expect(load.unseen).toEqual([]);
      expect(load.orders).toBeGreaterThan(0);
      expect(await shop.verify()).toEqual([]);
    });
  },
  testMs,
);
