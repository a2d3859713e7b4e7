import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SubgraphName, subgraphNames } from '../../config/subgraphs';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/database';
import { uuidV7 } from '../../platform/values/uuid';
import { type InventoryStore, inventoryStore } from '../../subgraphs/inventory/store';
import {
  bySku,
  type ProductQuery,
  productSortings,
} from '../../subgraphs/inventory/store/product-list';
import { type OrdersStore, ordersStore } from '../../subgraphs/orders/store';
import type { OrderQuery } from '../../subgraphs/orders/store/order-lists';
import { everyOrder } from '../../subgraphs/orders/testing/every-order';
import { testOrdersKeys } from '../../subgraphs/orders/testing/orders-keys';
import { type UsersStore, usersStore } from '../../subgraphs/users/store';
import { testUsersKeys } from '../../subgraphs/users/testing/users-room';
import { fill } from '../../testing/fill/fill';
import { plannedDuring, plannedReads, rowsRead } from '../harness/statement-plans';
import { indexesUsedElsewhere } from './indexes-used-elsewhere';

/** Enough rows that the planner scans a table only if it has no better plan. */
const sizes = { orders: 8_000, products: 8_000, customers: 12_000 };
const fillDeadlineMs = 240_000;
const customerId = '11111111-1111-4111-8111-111111111111';

/** What may be read whole: tables that stay small however long the shop is open. */
const small: Readonly<Record<string, string>> = {
  warehouses: 'as many as there are buildings',
  webhook_endpoints: 'as many as there are partners',
  signing_keys: 'a handful, the outdated ones are deleted',
  data_keys: 'a handful, the retired ones are destroyed',
  erased_customers: 'forgotten after a while, and empty in most shops',
  audit_outbox: 'emptied every second',
  outbox: 'emptied at once; whether there is any row is asked of the first one',
};

/** Indexes that a plan above has used. */
const usedIndexes = new Set<string>();

const databases = {} as Record<SubgraphName, TestDatabase>;
let inventory: InventoryStore;
let orders: OrdersStore;
let users: UsersStore;

/** What hangs on some orders and accounts, and is not generated for measuring. */
async function fillAround({ users: accounts, orders: room }: Record<SubgraphName, Client>) {
  await room.query(`
    INSERT INTO refunds (id, order_id, seq, amount_minor, reason)
    SELECT gen_random_uuid(), id, 1, 100, 'broken' FROM orders;
    INSERT INTO return_lines (refund_id, position, sku, quantity, restock)
    SELECT id, 1, 'GEN-0000001', 1, true FROM refunds;
    INSERT INTO effects (order_id, kind, state) SELECT id, 'REFUND', 'DONE' FROM orders;
    INSERT INTO webhook_endpoints (id, owner_id, url, events, secret)
    SELECT gen_random_uuid(), gen_random_uuid(), 'https://example.org', '{}', ''
    FROM generate_series(1, 20);
    INSERT INTO webhook_deliveries (id, endpoint_id, order_id, version, event_type, event_at,
      number, order_status, status, next_attempt_at)
    SELECT gen_random_uuid(), e.id, o.id, 1, 'order.placed', o.placed_at, o.number, 'PENDING',
      'DELIVERED', NULL
    FROM webhook_endpoints e, (SELECT * FROM orders LIMIT 500) AS o`);
  await accounts.query(`
    INSERT INTO addresses (id, user_id, recipient, line1, city, postal_code, country)
    SELECT gen_random_uuid(), id, name, 'Street 1', 'Bonn', '53111', 'DE' FROM users;
    INSERT INTO api_keys (id, user_id, name, prefix, scopes)
    SELECT gen_random_uuid(), id, 'key', 'op', '{ORDERS_READ}' FROM users;
    INSERT INTO api_key_secrets (secret_hash, api_key_id)
    SELECT sha256(id::text::bytea), id FROM api_keys`);
  for (const filled of [room, accounts]) await filled.query('VACUUM ANALYZE');
}

beforeAll(async () => {
  const rooms = {} as Record<SubgraphName, Client>;
  for (const name of subgraphNames) {
    databases[name] = await createTestDatabase(name);
    rooms[name] = new Client({ connectionString: databases[name].url });
    await rooms[name].connect();
  }
  await fill(rooms, sizes, customerId);
  await fillAround(rooms);
  for (const name of subgraphNames) await rooms[name].end();
  inventory = inventoryStore(databases.inventory.pool);
  orders = ordersStore(databases.orders.pool, testOrdersKeys);
  users = usersStore(databases.users.pool, testUsersKeys);
}, fillDeadlineMs);
afterAll(async () => {
  for (const name of subgraphNames) await databases[name]?.drop();
});

async function expectNoWholeReads(
  room: SubgraphName,
  action: () => Promise<unknown>,
): Promise<void> {
  const database = databases[room];
  const statements = await plannedDuring(database, action);
  expect(statements.length).toBeGreaterThan(0);
  for (const statement of statements) {
    const { wholeTables, indexes } = await plannedReads(database, statement);
    for (const index of indexes) usedIndexes.add(index);
    const growing = wholeTables.filter((table) => !(table in small));
    expect(growing, statement.text).toEqual([]);
  }
}

const page = { first: 20, after: null };
const selected = { available: true, total: true };
const onUnreadable = () => undefined;

describe('no statement of inventory reads a growing table from end to end', () => {
  const all: ProductQuery = {
    search: null,
    skus: null,
    active: true,
    inStock: null,
    low: false,
    currency: null,
    priceMin: null,
    priceMax: null,
  };
  const price = { currency: 'EUR', priceMin: 10_000n, priceMax: 20_000n };
  const list = (query: Partial<ProductQuery>) => async () => {
    const conditions = { ...all, ...query };
    for (const order of [...Object.values(productSortings(conditions.search)), bySku]) {
      const { rows, count } = await inventory.products.page(conditions, order, page, selected);
      const last = rows.at(-2);
      if (last) {
        const next = { first: 20, after: [last.sortKey, last.sku] };
        await inventory.products.page(conditions, order, next, selected);
      }
      await count();
    }
  };
  test.each<[string, () => Promise<unknown>]>([
    ['lists of products', list({})],
    ['products in stock', list({ inStock: true })],
    ['products sold out', list({ inStock: false })],
    ['low stock', list({ low: true, active: null })],
    ['products of a price', list(price)],
    ['products by SKU', list({ skus: ['GEN-0000101', 'GEN-0000102'] })],
    ['a search of a word', list({ search: 'mug' })],
    ['a search of a word with filters', list({ search: 'mug', inStock: true, ...price })],
    ['a search of a beginning', list({ search: 'har' })],
    ['a search of a part', list({ search: 'arbou' })],
    ['a search of a misspelt word', list({ search: 'umbrela' })],
    ['a search of a letter', list({ search: 'm' })],
    ['products, by SKU', () => inventory.products.bySku(['GEN-0000001'])],
    ['prices', () => inventory.products.priced(['GEN-0000001', 'GEN-0000002'])],
    ['what is available', () => inventory.stockLevels.availableBySku(['GEN-0000001'])],
    ['levels', () => inventory.stockLevels.bySku(['GEN-0000001'])],
    ['movements', () => inventory.stockMovements.page('GEN-0000001', page)],
    ['movements to delete', () => inventory.stockMovements.forget(36_500, 20)],
    [
      'reservations that are held',
      () => inventory.reservations.held(null, { first: 20, olderThanSeconds: 15 }),
    ],
    ['allocations', () => inventory.reservations.allocationsByOrder([uuidV7()])],
    ['a confirmation', () => inventory.reservations.confirm([uuidV7()])],
    ['a release', () => inventory.reservations.release(uuidV7())],
  ])('%s', (_, action) => expectNoWholeReads('inventory', action));
});

describe('no statement of orders reads a growing table from end to end', () => {
  const search = (text: string, more = {}) => ({
    search: { text, number: null, customerId: null, ...more },
  });
  const list = (query: Partial<OrderQuery>) => async () => {
    const conditions = { ...everyOrder, ...query };
    const { rows } = await orders.reads.page(conditions, page);
    const last = rows.at(-2);
    if (last) {
      const after = [last.placedAt.toISOString(), last.id];
      await orders.reads.page(conditions, { first: 20, after });
    }
    await orders.reads.count(conditions);
  };
  const week = { placedFrom: new Date('2026-03-01'), placedTo: new Date('2026-03-08') };
  test.each<[string, () => Promise<unknown>]>([
    ['the list', list({})],
    ['the list of a customer', list({ ownerId: customerId })],
    ['the list of a customer by status', list({ ownerId: customerId, status: ['CONFIRMED'] })],
    ['rejected orders of a customer', list({ ownerId: customerId, status: ['REJECTED'] })],
    ['the list by status', list({ status: ['IN_REVIEW'] })],
    ['the list by states', list({ status: ['PENDING', 'REJECTED'] })],
    ['the list of a week', list(week)],
    ['the orders that wait', list({ needsAttention: true })],
    ['the list by number', list({ number: '000-0000-0101' })],
    ['a search of a recipient', list(search('Ada Lovelace'))],
    ['a search of a SKU', list(search('GEN-0000001'))],
    ['a search of a tracking code', list(search('JD0000000013'))],
    ['a search of a number', list(search('x', { number: '000-0000-0101' }))],
    ['a search of a customer', list(search('x@y', { customerId }))],
    ['pages by owner', () => orders.reads.pagesByOwner([customerId, uuidV7()], everyOrder, page)],
    ['counts by owner', () => orders.reads.countsByOwner([customerId, uuidV7()], everyOrder)],
    ['an order', () => orders.reads.byIds([uuidV7()])],
    ['an order by its number', () => orders.reads.byNumber('000-0000-0101')],
    ['lines', () => orders.reads.lines([uuidV7(), uuidV7()])],
    ['timelines', () => orders.reads.events([uuidV7(), uuidV7()])],
    ['shipments', () => orders.reads.shipments([uuidV7()])],
    ['refunds', () => orders.reads.refunds([uuidV7()])],
    ['open effects', () => orders.openWork.openEffects()],
    ['open work', () => orders.openWork.summary()],
    ['a claim', () => orders.openWork.claim(uuidV7(), 10)],
    ['overdue reviews', () => orders.openWork.overdueReviews(24, 20, onUnreadable)],
    ['what is taken over', () => orders.openWork.takeOver(10, 20, onUnreadable)],
    ['the next lease', () => orders.openWork.nextLeaseEnd(5_000)],
    ['the outbox', () => orders.outbox.isWaiting()],
    ['due webhooks', () => orders.webhookDeliveries.isDue()],
    [
      'deliveries',
      () => orders.webhookDeliveries.pagesByEndpoint([{ id: uuidV7(), ownerId: uuidV7() }], page),
    ],
    ['old deliveries', () => orders.webhookDeliveries.expire(30, 100)],
    ['erasures', () => orders.erasures.newest()],
    ['orders to erase', () => orders.erasures.sweep(20)],
  ])('%s', (_, action) => expectNoWholeReads('orders', action));
});

test('webhooks are taken without reading all that are due', async () => {
  const { pool } = databases.orders;
  await pool.query(`
    UPDATE webhook_deliveries SET status = 'PENDING', next_attempt_at = now(), lease_until = NULL
    WHERE endpoint_id = (SELECT id FROM webhook_endpoints ORDER BY id LIMIT 1)`);
  await pool.query('ANALYZE webhook_deliveries');
  // The lease ends at once, so that the same deliveries can be taken again.
  const take = () => orders.webhookDeliveries.take({ limit: 64, perEndpoint: 4, leaseMs: 0 });
  await expectNoWholeReads('orders', take);
  const [, taking] = await plannedDuring(databases.orders, take);
  if (taking === undefined) throw new Error('Nothing was taken.');
  expect(await rowsRead(databases.orders, taking, 'webhook_deliveries')).toBeLessThan(100);
  expect(await take()).toHaveLength(4);
});

test('an erasure reads the orders of an account once, for several transactions', async () => {
  const { pool } = databases.orders;
  const { rows } = await pool.query<{ id: string }>(`
    SELECT customer_id AS id FROM orders GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`);
  const userId = rows[0]?.id ?? '';
  await pool.query(
    `INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id)
     SELECT 'placeOrder', customer_id, id, 'hash', id FROM orders WHERE customer_id = $1`,
    [userId],
  );
  await orders.erasures.hear([{ userId, erasedAt: new Date() }]);
  const erase = () => orders.erasures.sweep(sizes.orders);
  const statements = (await plannedDuring(databases.orders, erase)).map(({ text }) => text);
  expect(statements.filter((text) => text.includes('erased_customers'))).toHaveLength(1);
  expect(statements.filter((text) => text.includes('UPDATE orders')).length).toBeGreaterThan(1);
  const { rows: left } = await pool.query(
    `SELECT FROM orders WHERE customer_id = $1 AND erased_at IS NULL
     UNION ALL SELECT FROM idempotency_keys WHERE user_id = $1 AND input_hash = 'hash'`,
    [userId],
  );
  expect(left).toEqual([]);
});

describe('no statement of users reads a growing table from end to end', () => {
  const list = (search: string | null) => async () => {
    const rows = await users.accounts.page(search, page);
    const last = rows.at(-1);
    if (last) {
      const after = [last.createdAt.toISOString(), last.id];
      await users.accounts.page(search, { first: 20, after });
    }
    await users.accounts.count(search);
  };
  const accountAndKey = () => [`User:${uuidV7()}`, `ApiKey:${uuidV7()}`];
  const log = (subject: string | null, actor: string | null) => () =>
    users.audit.page({ subject, actor }, page);
  test.each<[string, () => Promise<unknown>]>([
    ['the list', list(null)],
    ['a search of a name', list('Ada L')],
    ['a search of an e-mail address', list('customer-1@example.org')],
    ['accounts', () => users.accounts.byIds([uuidV7()])],
    ['an account by its e-mail address', () => users.accounts.byEmail('customer-1@example.org')],
    ['addresses', () => users.addresses.byUserIds([uuidV7()])],
    ['keys of an account', () => users.apiKeys.ofUser(uuidV7())],
    ['the key of a request', () => users.apiKeys.resolve(Buffer.alloc(32))],
    ['the audit log', log(null, null)],
    ['the audit log of a subject', log(`Order:${uuidV7()}`, null)],
    ['the audit log of an actor', log(null, `User:${uuidV7()}`)],
    ['the audit log of both', log(`Order:${uuidV7()}`, `User:${uuidV7()}`)],
    ['accounts that were started again', () => users.audit.startedAgain([uuidV7()])],
    ['what an account and its keys did', () => users.audit.about(accountAndKey(), 100)],
  ])('%s', (_, action) => expectNoWholeReads('users', action));
});

test.each(subgraphNames)('each index of %s is used, or is the key of its table', async (room) => {
  const { rows } = await databases[room].pool.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_class t ON t.oid = i.indrelid
    WHERE NOT i.indisunique AND t.relnamespace = 'public'::regnamespace ORDER BY 1`);
  const unused = rows.filter(
    ({ name }) => !usedIndexes.has(name) && !(name in indexesUsedElsewhere),
  );
  expect(unused).toEqual([]);
});
