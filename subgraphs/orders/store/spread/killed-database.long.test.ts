import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../../platform/database/embedded';
import { migrate } from '../../../../platform/database/migrate';
import { createPool, type Database } from '../../../../platform/database/pool';
import { migrateJobs } from '../../../../platform/jobs/migrate';
import { repositoryRoot } from '../../../../platform/process/repository-root';
import { eventually } from '../../../../platform/testing/eventually';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { folderForFile } from '../../../../platform/testing/temporary-folder';
import { uuidV7 } from '../../../../platform/values/uuid';
import { customerIn, openShop, person, type Shop } from '../../testing/shop';

const dataFolder = folderForFile();
const support = person(uuidV7(), 'SUPPORT');
const [ada, eve] = [person(customerIn(1)), person(customerIn(2))];
/** Orders that buyers of the first database place in each part of the test. */
const ordersAPart = 60;
/** That of a shop without settings of its own. */
const leaseSeconds = 6;

let server: EmbeddedPostgres;
let second: Database;
let shop: Shop;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dataFolder, logger });
  const url = server.tcpUrl('orders');
  await migrate({ url, folder: path.join(repositoryRoot, 'prisma/orders/migrations'), logger });
  second = createPool({ url, name: 'orders-2', logger });
  // The kill may part an order from its decision, which then comes when its lease has ended.
  shop = await openShop({ second, leaseSeconds });
  for (const each of [url, shop.url]) await migrateJobs({ url: each, logger });
  shop.inventory.stock({ sku: 'A-1', onHand: 100_000 });
  shop.subgraph.startWork();
});
afterAll(async () => {
  await shop.close();
  await server.stop();
});

const acknowledged: string[] = [];

/** Places orders; every one must be confirmed. */
async function placeAll(orders: number, viewer = ada): Promise<void> {
  for (let count = 0; count < orders; count += 1) {
    const placed = await shop.place(viewer);
    expect(placed).toMatchObject({ status: 'CONFIRMED', codes: [] });
    acknowledged.push(placed.id);
  }
}

/** Places an order with one key until it is acknowledged, as a client does. */
async function placeUntilAcknowledged(): Promise<void> {
  const key = { idempotencyKey: `key-${uuidV7()}` };
  await eventually('an order in the second database', async () => {
    const { id, status } = await shop.place(eve, key);
    if (status !== 'CONFIRMED') return false;
    acknowledged.push(id);
    return true;
  });
}

const list = '{ orders(first: 100) { complete totalCountExact nodes { id } } }';

it('one database is killed and stopped under load: the others continue, and it comes back', async () => {
  await Promise.all([placeAll(ordersAPart), placeAll(ordersAPart, eve)]);

  process.kill(server.pid, 'SIGKILL');
  await Promise.all([placeAll(ordersAPart), placeUntilAcknowledged()]);

  await server.stop();
  const refused = shop.place(eve);
  await placeAll(ordersAPart);
  expect(await refused).toMatchObject({ codes: ['SERVICE_UNAVAILABLE'] });
  const during = await shop.ask(support, list);
  expect(during.data.orders).toMatchObject({ complete: false, totalCountExact: false });
  expect((await shop.ask(ada, list)).data.orders.complete).toBe(true);
  expect((await shop.ask(eve, list)).codes).toEqual(['SERVICE_UNAVAILABLE']);
  await eventually('an empty outbox of the first database', async () => {
    const { rows } = await shop.pool.query('SELECT FROM outbox');
    return rows.length === 0;
  });

  server = await startEmbeddedPostgres({ dataFolder, logger, port: server.port });
  await Promise.all([placeAll(ordersAPart), placeUntilAcknowledged()]);
  expect((await shop.ask(support, list)).data.orders.complete).toBe(true);

  // Nothing that was acknowledged is lost, and no order has taken money twice.
  const { data } = await shop.askInternal('query ($ids: [ID!]!) { unknownOrders(ids: $ids) }', {
    ids: acknowledged,
  });
  expect(data.unknownOrders).toEqual([]);
  const authorized = shop.bank.ledger.filter(({ kind }) => kind === 'authorization');
  expect(new Set(authorized.map(({ key }) => key)).size).toBe(authorized.length);
  await eventually('an empty outbox of the second database', async () => {
    const { rows } = await second.query('SELECT FROM outbox');
    return rows.length === 0;
  });
});
