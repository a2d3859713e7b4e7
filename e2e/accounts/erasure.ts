import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import type { Client as Connection } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import type { SignalReceiver } from '../../platform/testing/signal-receiver';
import { ask, type Data } from '../harness/ask';
import type { Client } from '../harness/client';
import { eachFieldOnce } from '../harness/each-field-once';
import { furtherDatabases } from '../harness/order-databases';
import { demoAccount, newSession, orderOf } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';
import { placesOf } from '../harness/stored-text';

const password = 'a long enough phrase';
const erasedWithinMs = 60_000;

/** A word in everything that the person writes, and that is written about the person. */
const marker = `zweibein${randomUUID().slice(0, 8)}`;
const marked = (what: string) => `${marker}-${what}`;
const email = `${marked('mail')}@example.com`;
const name = marked('name');
const shippingAddress = {
  label: marked('label'),
  recipient: marked('recipient'),
  line1: marked('line1'),
  line2: marked('line2'),
  city: marked('city'),
  region: marked('region'),
  postalCode: marker,
  country: 'DE',
  phone: marked('phone'),
};

const placeOrder = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { ... on Order { id } ... on UserError { message } }
}`;
const shipOrder = `mutation ($input: ShipOrderInput!) {
  shipOrder(input: $input) { __typename }
}`;
const refundOrder = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) { __typename }
}`;
const cancelOrder = `mutation ($id: ID!, $reason: String!) {
  cancelOrder(id: $id, reason: $reason) { __typename }
}`;
const startBulkAction = `mutation ($input: StartBulkActionInput!) {
  startBulkAction(input: $input) { ... on BulkAction { id } ... on UserError { message } }
}`;
const login = `mutation ($password: String!) {
  login(input: { email: "${email}", password: $password }) {
    __typename ... on Session { accessToken }
  }
}`;
const saveAddress = `mutation ($input: AddressInput!) {
  saveAddress(input: $input) { __typename }
}`;
const eraseAccount = `mutation {
  eraseAccount(password: "${password}") { __typename }
}`;

const key = () => ({ idempotencyKey: randomUUID() });

/** What staff does with the account, and signs in to afterwards. */
async function partnerOf(shop: Shop, admin: Client): Promise<{ userId: string; buyer: Client }> {
  const session = await newSession(shop.client, { email, password, name });
  const { me } = await ask(shop.client.as(session.accessToken), '{ me { id } }');
  const of = `userId: "${me.id}", reason: "${marked('lock')}"`;
  await ask(admin, `mutation { lockAccount(${of}) { __typename } }`);
  await ask(admin, `mutation { unlockAccount(${of}) { __typename } }`);
  await ask(
    admin,
    `mutation { assignRoles(userId: "${me.id}", roles: [CUSTOMER, PARTNER]) { __typename } }`,
  );
  await ask(shop.client, login, { password: 'not the password' });
  await ask(shop.client, `mutation { requestPasswordReset(email: "${email}") }`);
  const { login: again } = await ask(shop.client, login, { password });
  return { userId: me.id, buyer: shop.client.as(again.accessToken) };
}

async function fillAccount(buyer: Client): Promise<void> {
  await ask(buyer, saveAddress, { input: shippingAddress });
  const profile = `email: "${marked('next')}@example.com", password: "${password}"`;
  for (const mutation of [
    `updateProfile(input: { ${profile} }) { __typename }`,
    `saveView(input: { list: "orders", name: "${marked('view')}", query: "q=${marker}" }) { __typename }`,
    `createApiKey(input: { name: "${marked('key')}", scopes: [ORDERS_READ] }) { __typename }`,
    `createWebhookEndpoint(input: {
      url: "http://127.0.0.1:65001/${marker}", events: ["order.placed"] }) { __typename }`,
  ]) {
    expect(JSON.stringify(await ask(buyer, `mutation { ${mutation} }`))).not.toContain('Error');
  }
  await ask(buyer, '{ exportMyData { json } }');
  await ask(buyer, 'mutation { requestDataExport { id } }');
}

async function place(buyer: Client): Promise<string> {
  const given = { shippingAddress, note: marked('note') };
  const { placeOrder: order } = await ask(
    buyer,
    placeOrder,
    orderOf([['DEMO-0001', 1]], 'tok_ok', given),
  );
  if (order.id === undefined) throw new Error(JSON.stringify(order));
  return order.id;
}

/** One order that is shipped and refunded, one that is cancelled, one in a bulk action. */
async function fillOrders(buyer: Client, shop: Shop): Promise<string> {
  const warehouse = await demoAccount(shop.client, 'warehouse');
  const support = await demoAccount(shop.client, 'support');
  const shipped = await place(buyer);
  const tracking = { trackingCode: marked('code'), trackingUrl: `https://dhl.example/${marker}` };
  await ask(warehouse, shipOrder, {
    input: { orderId: shipped, carrier: 'DHL', ...tracking, ...key() },
  });
  await eventually('the refund', async () => {
    const input = { orderId: shipped, amount: '1.00', reason: marked('refund'), ...key() };
    return (await ask(support, refundOrder, { input })).refundOrder.__typename === 'Order';
  });
  await ask(buyer, cancelOrder, { id: await place(buyer), reason: marked('cancel') });
  const selection = { ids: [await place(buyer)] };
  const input = { action: 'CANCEL', selection, reason: marked('bulk'), ...key() };
  const { startBulkAction: bulk } = await ask(support, startBulkAction, { input });
  await eventually('the bulk action', async () => {
    const state = await ask(support, `{ bulkAction(id: "${bulk.id}") { finishedAt } }`);
    return state.bulkAction.finishedAt;
  });
  return shipped;
}

const openMails = `SELECT FROM pgboss.job
  WHERE name LIKE 'send-%' AND state IN ('created', 'retry', 'active')`;

/** Mails that are on their way would come after the erasure. */
async function untilMailsAreSent(shop: Shop): Promise<void> {
  const names = ['users', 'orders', ...furtherDatabases()];
  const databases: Connection[] = await Promise.all(names.map((name) => shop.database(name)));
  const [users, ...orders] = databases as [Connection, ...Connection[]];
  const isDone = async (): Promise<boolean> => {
    // Notices beyond the hourly limit of an address wait for an hour.
    const { rowCount: open } = await users.query(
      'SELECT FROM mails WHERE handled_at IS NULL AND send_after IS NULL',
    );
    const jobs = await Promise.all(orders.map((one) => one.query(openMails)));
    return open === 0 && jobs.every(({ rowCount }) => rowCount === 0);
  };
  try {
    await eventually('all mails', isDone);
  } finally {
    await Promise.all(databases.map((one) => one.end()));
  }
}

/** Whose an order is, and what is left of a person. Reads Redis, so it needs many processes. */
export function checkErasure(shop: Shop, received: () => SignalReceiver): void {
  let buyer: Client;
  let userId: string;
  let order: string;
  const places = () => placesOf(shop, received(), new RegExp(marker, 'i'));

  beforeAll(async () => {
    ({ buyer, userId } = await partnerOf(shop, await demoAccount(shop.client, 'admin')));
    await fillAccount(buyer);
    order = await fillOrders(buyer, shop);
    await untilMailsAreSent(shop);
  });

  test('WAREHOUSE does not learn whose an order is', async () => {
    const api = buildSchema(readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'));
    const whole = eachFieldOnce(api, 'Order', 11);
    const warehouse = await demoAccount(shop.client, 'warehouse');
    const read = async (query: string): Promise<string> => {
      const { data, errors } = await warehouse.post({ query });
      return JSON.stringify([data, errors]);
    };
    const seen = await read(`{ order(id: "${order}")${whole} }`);
    expect(seen).toContain(marked('recipient'));
    const csv = await read(`{ exportOrders(filter: { ids: ["${order}"] }) { csv } }`);
    expect(csv).toContain(order);
    const found = await read(`{ orders(filter: { search: "${email}" }) { nodes { id } } }`);
    expect(found).toContain('"nodes":[]');
    const others = await Promise.all(
      [
        `{ orders(filter: { customerId: "${userId}" }) { nodes { id } } }`,
        `{ user(id: "${userId}") { id email name } }`,
        `{ users(search: "${email}") { nodes { id email name } } }`,
        `{ auditLog(actor: "User:${userId}") { nodes { subject } } }`,
      ].map(read),
    );
    for (const text of others) expect(text).not.toContain(order);
    for (const text of [seen, csv, found, ...others]) {
      expect(text).not.toMatch(new RegExp(`${userId}|${email}|${name}`));
    }
  });

  test('leaves nothing of a person in any table, in Redis, in files, logs and traces', async () => {
    expect(await places()).toEqual(
      expect.arrayContaining([
        'Redis: mailbox',
        ...['bulk_actions', 'effects', 'order_events', 'orders', 'refunds', 'shipments'].map(
          (table) => `orders: public.${table}`,
        ),
        'orders: public.webhook_endpoints',
        ...['account_locks', 'addresses', 'api_keys', 'saved_views', 'users'].map(
          (table) => `users: public.${table}`,
        ),
      ]),
    );
    const { eraseAccount: outcome }: Data = await ask(buyer, eraseAccount);
    expect(outcome.__typename).toBe('AccountErased');
    await expect.poll(places, { timeout: erasedWithinMs }).toEqual([]);
    // The search itself finds what is there: the id of the account stays in its orders.
    const left = await placesOf(shop, received(), new RegExp(userId));
    expect(left).toContain('orders: public.orders');
    expect(left).not.toContain('users: public.data_exports');
  });
}
