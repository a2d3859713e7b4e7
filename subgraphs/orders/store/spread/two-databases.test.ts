import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import { migrateJobs } from '../../../../platform/jobs/migrate';
import { createTestDatabase, type TestDatabase } from '../../../../platform/testing/database';
import { eventually } from '../../../../platform/testing/eventually';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { msPerDay } from '../../../../platform/values/time';
import { uuidV7 } from '../../../../platform/values/uuid';
import { erasedText } from '../../domain/erasure';
import { bulkActionsOf, support, warehouse } from '../../testing/bulk';
import { FakeUsers } from '../../testing/fake-users';
import { testOrdersKeys } from '../../testing/orders-keys';
import { customerIn, openShop, person, type Shop } from '../../testing/shop';
import { endpointOf } from '../../testing/webhooks';
import { finishErasuresJob } from '../../workflows/jobs/finish-erasures';
import { ordersStore } from '..';

const [ada, eve] = [person(customerIn(1), 'PARTNER'), person(customerIn(2), 'PARTNER')];
const ship = `mutation ($input: ShipOrderInput!) { shipOrder(input: $input) {
  __typename ... on Order { id status shipments { lines { quantity } } } ... on UserError { code } } }`;
const refund = `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) {
  __typename ... on Order { id refunds { id status } } ... on UserError { code } } }`;

const users = new FakeUsers();
let second: TestDatabase;
let shop: Shop;

beforeAll(async () => {
  second = await createTestDatabase('orders');
  shop = await openShop({ second: second.pool, users: users.call });
  for (const { url } of [shop, second]) await migrateJobs({ url, logger });
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000, priceMinor: 1_000n });
  shop.subgraph.startWork();
});
afterAll(async () => {
  // The shop has closed the pools of both.
  await shop.close();
  await second.drop().catch(() => undefined);
});

const countIn = async ({ pool }: Pick<TestDatabase, 'pool'>, table: string): Promise<number> => {
  const { rows } = await pool.query<{ count: bigint }>(`SELECT count(*) FROM ${table}`);
  return Number(rows[0]?.count);
};

describe('an order in each of two databases', () => {
  let orders: { id: string; number: string }[];

  beforeAll(async () => {
    for (const viewer of [ada, eve]) {
      // Prisma gives up a transaction that a busy machine lets wait for seconds.
      await eventually('an endpoint', async () => {
        const { __typename } = await endpointOf(shop, viewer);
        return __typename === 'WebhookEndpointCreated';
      });
    }
    orders = [await shop.place(ada), await shop.place(eve)];
  });

  it('is with its customer, and its key is there', async () => {
    expect(orders).toMatchObject([{ status: 'CONFIRMED' }, { status: 'CONFIRMED' }]);
    expect([await countIn(shop, 'orders'), await countIn(second, 'orders')]).toEqual([1, 1]);
    const key = { idempotencyKey: `key-${uuidV7()}` };
    const once = await shop.place(eve, key);
    expect(await shop.place(eve, key)).toMatchObject({ id: once.id });
    expect(await countIn(second, 'orders')).toBe(2);
  });

  it('is listed for staff with the others, newest first, and for its buyer alone', async () => {
    const list = `{ orders { complete totalCount totalCountExact nodes { id } } }`;
    const { data } = await shop.ask(support, list);
    expect(data.orders).toMatchObject({ complete: true, totalCount: 3, totalCountExact: true });
    expect(data.orders.nodes.map(({ id }: { id: string }) => id).slice(1)).toEqual(
      orders.map(({ id }) => id).reverse(),
    );
    expect((await shop.ask(ada, list)).data.orders.totalCount).toBe(1);
  });

  it('is found by its number', async () => {
    for (const { id, number } of orders) {
      const found = await shop.ask(support, `{ orderByNumber(number: "${number}") { id } }`);
      expect(found.data.orderByNumber).toEqual({ id });
    }
  });

  it('is shipped and paid back once under the key of staff', async () => {
    for (const { id: orderId } of orders) {
      const parcel = { carrier: 'DHL', trackingCode: `T-${orderId}` };
      const input = { orderId, ...parcel, idempotencyKey: `key-${uuidV7()}` };
      const shipped = [await shop.ask(warehouse, ship, { input })];
      shipped.push(await shop.ask(warehouse, ship, { input }));
      for (const { data } of shipped) {
        expect(data.shipOrder).toMatchObject({ id: orderId, status: 'SHIPPED' });
        expect(data.shipOrder.shipments).toHaveLength(1);
      }
      const money = {
        orderId,
        amount: '1.00',
        reason: 'broken',
        idempotencyKey: `key-${uuidV7()}`,
      };
      for (let times = 0; times < 2; times += 1) {
        const { data } = await shop.ask(support, refund, { input: money });
        expect(data.refundOrder.refunds).toMatchObject([{ status: 'SUCCEEDED' }]);
      }
    }
  });

  it('does not change under a key that has changed the other one', async () => {
    const money = { amount: '1.00', reason: 'late', idempotencyKey: `key-${uuidV7()}` };
    const outcomes: string[] = [];
    for (const { id: orderId } of orders) {
      const { data } = await shop.ask(support, refund, { input: { orderId, ...money } });
      outcomes.push(data.refundOrder.__typename);
    }
    expect(outcomes).toEqual(['Order', 'IdempotencyKeyReusedError']);
  });

  it('is announced by the relay of its own database, to the webhooks that are there', async () => {
    for (const database of [shop, second]) {
      await eventually('an empty outbox', async () => (await countIn(database, 'outbox')) === 0);
      expect(await countIn(database, 'webhook_endpoints')).toBe(1);
      expect(await countIn(database, 'webhook_deliveries')).toBeGreaterThan(0);
    }
  });

  it('is in the statistics of the shop', async () => {
    const { data } = await shop.ask(
      support,
      `query ($from: DateTime!, $to: DateTime!) {
        orderStats(from: $from, to: $to, bucket: DAY, currency: "EUR") { placed } }`,
      { from: new Date(Date.now() - msPerDay).toISOString(), to: new Date().toISOString() },
    );
    const placed = data.orderStats.map((point: { placed: number }) => point.placed);
    expect(placed.reduce((sum: number, each: number) => sum + each, 0)).toBe(3);
  });

  it('is changed by a bulk action, which is in the home database', async () => {
    const [mine, theirs] = [await shop.place(ada), await shop.place(eve)];
    const bulk = bulkActionsOf(shop);
    const begun = await bulk.begin({ selection: { ids: [mine.id, theirs.id] } });
    expect(begun).toMatchObject({ __typename: 'BulkAction', total: 2 });
    await eventually('a finished bulk action', async () => {
      return (await bulk.byId(begun.id)).state === 'FINISHED';
    });
    expect(await bulk.byId(begun.id)).toMatchObject({ succeeded: 2, failed: 0 });
    const selection = { ids: [theirs.id] };
    const late = await bulk.begin({ selection, action: 'DELIVER', reason: 'for Eve' }, warehouse);
    await eventually('a failed bulk action', async () => {
      return (await bulk.byId(late.id, warehouse)).failed === 1;
    });
    expect([await countIn(shop, 'bulk_actions'), await countIn(second, 'bulk_actions')]).toEqual([
      2, 0,
    ]);
  });

  it('leaves its audit entries in its own database, whose relay delivers them', async () => {
    for (const { id } of orders) {
      await eventually('an audit entry', async () =>
        users.audit.some(({ subject }) => subject === `Order:${id}`),
      );
    }
  });

  it('is erased with its account, wherever it is', async () => {
    for (const { userId } of [ada, eve] as { userId: string }[]) users.erase(userId);
    await shop.askInternal('mutation { accountsErased }');
    for (const { pool } of [shop, second]) {
      const { rows } = await pool.query('SELECT FROM orders WHERE erased_at IS NULL');
      expect(rows).toHaveLength(0);
    }
  });

  it('takes the texts of bulk actions in the home database with it', async () => {
    const texts = async () => {
      const { rows } = await shop.pool.query(
        `SELECT b.reason, i.message FROM bulk_actions b JOIN bulk_action_items i
           ON i.bulk_action_id = b.id WHERE b.total = 1`,
      );
      return rows;
    };
    const erased = [{ reason: erasedText, message: null }];
    expect(await texts()).toEqual(erased);
    // The job of the night finds what the erasure has missed.
    await shop.pool.query("UPDATE bulk_actions SET reason = 'for Eve' WHERE total = 1");
    const [home, store] = [shop.pool, second.pool].map((pool) => ordersStore(pool, testOrdersKeys));
    if (!home || !store) throw new Error('There are two databases.');
    const configuration = parseConfiguration({ environment: 'test' });
    const job = finishErasuresJob({ store, configuration, bulkTextsElsewhere: { home } });
    await job.run({}, { id: 'job', attempt: 1, signal: new AbortController().signal });
    expect(await texts()).toEqual(erased);
  });
});
