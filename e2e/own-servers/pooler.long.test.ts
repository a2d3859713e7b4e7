import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AdjustStock,
  PlaceOrder,
  Stock,
  UpsertProducts,
} from '../../client/src/generated/operations';
import { subgraphNames } from '../../config/subgraphs';
import { databaseVariables, directVariables } from '../../config/testing/subgraph-variables';
import { openNotifications } from '../../platform/database/notifications';
import { queryOnce } from '../../platform/database/own-connection';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { callEachCommand } from '../commands/calls-of-every-shop';
import type { Client } from '../harness/client';
import { runJob } from '../harness/jobs';
import { run } from '../harness/order-verbs';
import { demoAccount, newCustomer, orderOf } from '../harness/people';
import { metricsOf } from '../harness/process-metrics';
import { eventually, newFolder, Shop } from '../harness/shop';
import { onEachTopology } from '../harness/topologies';
import { Watcher } from '../harness/watcher';
import { directUrl, Pooler, pgbouncer, serverConnectionsMax } from './pooler';
import { Servers } from './servers';

const buyersCount = 24;
const unitsCount = 6;

/** A shop whose pools share few connections, by PgBouncer in transaction mode. */
describe.skipIf(pgbouncer === null)('behind PgBouncer', () =>
  onEachTopology((topology) => {
    let servers: Servers;
    let pooler: Pooler;
    let settings: Record<string, string>;
    let shop: Shop;
    let warehouse: Client;

    beforeAll(async () => {
      servers = await Servers.start();
      const { postgres } = servers;
      pooler = await Pooler.start(postgres);
      settings = {
        ...servers.settings,
        ...databaseVariables((name) => pooler.url(name), postgres.tcpUrl),
        ...directVariables((name) => directUrl(postgres, name)),
      };
      shop = await Shop.start(settings, newFolder(), topology);
      warehouse = await demoAccount(shop.client, 'warehouse');
    });
    afterAll(async () => {
      await shop?.close();
      await pooler?.close();
      await servers?.close();
    });

    async function stocked(sku: string): Promise<void> {
      const admin = await demoAccount(shop.client, 'admin');
      const products = [{ sku, name: sku, price: '10.00', currency: 'EUR' }];
      const { upsertProducts } = await admin.run(UpsertProducts, { input: products });
      expect(upsertProducts).toMatchObject({ accepted: 1, rejected: [] });
      const input = [{ sku, warehouse: 'BER', delta: unitsCount, reason: 'the race' }];
      const { adjustStock } = await warehouse.run(AdjustStock, {
        input,
        idempotencyKey: randomUUID(),
      });
      expect(adjustStock?.__typename).toBe('AdjustStockPayload');
    }

    test('the last units are sold once, on few connections', async () => {
      await stocked('POOLED');
      const buyers: Client[] = [];
      while (buyers.length < buyersCount) buyers.push(await newCustomer(shop.client));
      const answers = await Promise.all(
        buyers.map((buyer) => buyer.runAgain(PlaceOrder, orderOf([['POOLED', 1]], 'tok_ok'))),
      );
      const outcomes = answers.map(({ placeOrder: given }) =>
        given?.__typename === 'Order' ? given.status : given?.code,
      );
      expect(outcomes.filter((one) => one === 'CONFIRMED')).toHaveLength(unitsCount);
      expect(outcomes.filter((one) => one === 'INSUFFICIENT_STOCK')).toHaveLength(
        buyersCount - unitsCount,
      );
      const { product } = await warehouse.run(Stock, { sku: 'POOLED' });
      expect(product?.available).toBe(0);
    });

    test('an order is watched until its shipment is captured', async () => {
      const buyer = await newCustomer(shop.client);
      const order = await run(buyer, 'place', orderOf([['DEMO-0001', 1]], 'tok_ok'));
      const watcher = new Watcher(buyer, order.id);
      try {
        await watcher.sees('CONFIRMED');
        const parcel = { carrier: 'DHL', trackingCode: 'JD014600003' };
        const input = { orderId: order.id, idempotencyKey: randomUUID(), ...parcel };
        expect(await run(warehouse, 'ship', { input })).toMatchObject({ status: 'SHIPPED' });
        await watcher.sees('SHIPPED');
      } finally {
        watcher.close();
      }
      await eventually('the capture', async () =>
        (await shop.ledgerOf(order.id)).some(({ kind }) => kind === 'capture'),
      );
    });

    test('statements share the connections, and sessions have their own', async () => {
      const open = await queryOnce<{ database: string; application: string }>(
        servers.postgres.tcpUrl('postgres'),
        `SELECT datname AS database, application_name AS application
        FROM pg_stat_activity WHERE usename LIKE '%_application'`,
      );
      const direct = open.filter(({ application }) => application.endsWith('-notifications'));
      expect(direct).not.toEqual([]);
      const names = (await pooler.clients()).map((client) => client.application_name);
      expect(names).toEqual(expect.arrayContaining([...subgraphNames]));
      expect(names.filter((name) => name.endsWith('-notifications'))).toEqual([]);
      for (const name of subgraphNames) {
        const pooled = open.filter((each) => each.database === name && !direct.includes(each));
        expect(pooled.length, name).toBeGreaterThan(0);
        expect(pooled.length, name).toBeLessThanOrEqual(serverConnectionsMax);
      }
    });

    test('statements have the limits that the pool asks for', async () => {
      const [limits] = await queryOnce(
        pooler.url('orders'),
        `SELECT current_setting('statement_timeout') AS statement,
        current_setting('idle_in_transaction_session_timeout') AS idle`,
      );
      expect(limits).toEqual({ statement: '15s', idle: '30s' });
    });

    test('commands work through the pooler', () => callEachCommand(shop, settings));

    test('a background job compares orders, stock and the ledger, and finds no difference', async () => {
      const { outcome } = await runJob(await demoAccount(shop.client, 'admin'), 'verify');
      expect(JSON.parse(outcome ?? '')).toMatchObject({ disagreements: 0 });
    });

    test('a pooler that lends whole sessions passes notifications on', async () => {
      const lending = await Pooler.start(servers.postgres, 'session');
      const notifications = openNotifications({
        connection: { connectionString: lending.url('orders') },
        name: 'listener',
        logger,
      });
      try {
        await eventually('LISTEN', async () => notifications.isConnected);
      } finally {
        await notifications.close();
        await lending.close();
      }
    });

    test('without directUrl it sells, and reports that no notification arrives', async () => {
      await shop.stop();
      const forgotten = { ...settings, ...directVariables(() => '') };
      shop = await Shop.start(forgotten, shop.dataFolder, topology);
      const buyer = await newCustomer(shop.client);
      const order = await run(buyer, 'place', orderOf([['DEMO-0002', 1]], 'tok_ok'));
      expect(order.status).toBe('CONFIRMED');
      await eventually('the reason in the log', async () =>
        shop.output.includes('set directUrl to the server behind it'),
      );
      const metrics = await metricsOf(shop, /^orders/);
      expect(metrics.size > 0).toBe(topology === 'many processes');
      const lost = /^database_notifications_connected\{.*connection="orders-notifications".*\} 0$/m;
      for (const text of metrics.values()) expect(text).toMatch(lost);
    });

    test('a start without an owner past the pooler is refused', async () => {
      const pooled = {
        ...settings,
        ORDERPROCESSING_DATABASE_ORDERS_OWNER_URL: '',
        ORDERPROCESSING_DATA_FOLDER: path.join(shop.dataFolder, 'other'),
      };
      const { code, errors } = await shop.runWith(pooled, 'migrate');
      expect(code).not.toBe(0);
      expect(errors).toContain('Set database.orders.ownerUrl');
    });
  }),
);
