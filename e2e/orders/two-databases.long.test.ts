import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client as Connection } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shardDatabases } from '../../config/schema/shards';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { beginArchiving } from '../../platform/backup/repository';
import { callEachCommand } from '../commands/calls-of-every-shop';
import { run } from '../harness/order-verbs';
import { demoAccount, newCustomer, orderOf } from '../harness/people';
import { newFolder, Shop } from '../harness/shop';
import { onEachTopology } from '../harness/topologies';
import { Servers } from '../own-servers/servers';

const buyers = 12;
const list = `{ orders(first: 100) { complete totalCount totalCountExact nodes { id status } } }`;

/** A shop whose orders are in two databases of one server, by real processes and commands. */
onEachTopology((topology) => {
  let servers: Servers;
  let settings: Record<string, string>;
  let shop: Shop;
  const placed: string[] = [];

  beforeAll(async () => {
    servers = await Servers.start();
    const url = (name: string) => servers.postgres.tcpUrl(name);
    const shards = [
      { from: 0, to: 1_023, url: url('orders'), ownerUrl: null },
      { from: 1_024, to: 3_071, url: url('orders2'), ownerUrl: null },
      { from: 3_072, to: 4_095, url: url('orders'), ownerUrl: null },
    ];
    expect(shardDatabases({ shards })).toHaveLength(2);
    settings = {
      ...servers.settings,
      ...databaseVariables(url),
      ORDERPROCESSING_DATABASE_ORDERS_URL: '',
      ORDERPROCESSING_DATABASE_ORDERS_SHARDS: JSON.stringify(shards),
    };
    shop = await Shop.start(settings, newFolder(), topology);
    await shop.ready();
  });
  afterAll(async () => {
    await shop?.close();
    await servers?.close();
  });

  const idsIn = async (name: string): Promise<string[]> => {
    const connection = new Connection({ connectionString: servers.postgres.tcpUrl(name) });
    await connection.connect();
    const { rows } = await connection.query<{ id: string }>('SELECT id FROM orders ORDER BY id');
    await connection.end();
    return rows.map(({ id }) => id);
  };

  test('buyers order, staff ship, and both databases have their orders', async () => {
    const warehouse = await demoAccount(shop.client, 'warehouse');
    for (let count = 0; count < buyers; count += 1) {
      const buyer = await newCustomer(shop.client);
      const order = await run(buyer, 'place', orderOf([['DEMO-0001', 1]], 'tok_ok'));
      expect(order).toMatchObject({ __typename: 'Order', status: 'CONFIRMED' });
      const parcel = { carrier: 'DHL', trackingCode: `T-${count}` };
      const input = { orderId: order.id, idempotencyKey: `ship-${order.id}`, ...parcel };
      expect(await run(warehouse, 'ship', { input })).toMatchObject({ status: 'SHIPPED' });
      placed.push(order.id);
    }
    const [first, second] = [await idsIn('orders'), await idsIn('orders2')];
    expect([...first, ...second].sort()).toEqual(placed.toSorted());
    expect(first.length * second.length).toBeGreaterThan(0);
  });

  test('staff list all of them, and each buyer one', async () => {
    const support = await demoAccount(shop.client, 'support');
    const { data } = await support.post({ query: list });
    const { orders } = data as { orders: { nodes: { id: string }[] } };
    expect(orders).toMatchObject({ complete: true, totalCount: buyers, totalCountExact: true });
    expect(orders.nodes.map(({ id }) => id)).toEqual(placed.toReversed());
  });

  test('commands work on all databases', async () => {
    const { folder, outputs } = await callEachCommand(shop, settings);
    expect(outputs.get('keys data')).toContain('orders-2');
    expect(outputs.get(`backup dump ${path.join(folder, 'dump')}`)).toContain('orders-2.dump');
    const { code } = await shop.runWith(settings, 'shard', 'status');
    expect(code).toBe(0);
  });

  test('a second region is refused', async () => {
    const other = newFolder();
    writeFileSync(path.join(other, 'config.yaml'), '');
    const { code, errors } = await shop.runWith(settings, 'region', 'status', '--from', other);
    expect(code).not.toBe(0);
    expect(errors).toContain('database.orders.shards');
  });

  test('a restore is refused, also where an embedded PostgreSQL was backed up before', async () => {
    beginArchiving(path.join(shop.dataFolder, 'data'), path.join(shop.dataFolder, 'backups'));
    const { code, errors } = await shop.runWith(settings, 'restore', '--rehearse');
    expect(code).toBe(1);
    expect(errors).toContain('docs/runbooks/restore.md');
  });
});
