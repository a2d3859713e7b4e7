import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Bus } from '../../platform/events/bus';
import { notifyBus } from '../../platform/events/notify-bus';
import { databaseForFile } from '../../platform/testing/database';
import { eventually } from '../../platform/testing/eventually';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { watchList } from './testing/list-watcher';
import { WatchedOrders } from './testing/watched-orders';
import { Accounts, newId, soonMs, type WatchGateway, watchGateway } from './testing/watching';

const query = `subscription ($filter: OrderFilter) {
  ordersChanged(filter: $filter) { id version note product { name } }
}`;
const timeout = 4 * soonMs;

const database = databaseForFile('orders');
let accounts: Accounts;
let bus: Bus;
let orders: WatchedOrders;

beforeAll(async () => {
  accounts = await Accounts.open();
  bus = notifyBus(database.pool, logger);
}, timeout);
afterAll(() => bus?.close());

async function open(limits: Record<string, unknown> = {}): Promise<WatchGateway> {
  orders = new WatchedOrders(bus);
  const gateway = await watchGateway({ orders, accounts, bus, limits });
  onTestFinished(() => gateway.stop());
  return gateway;
}

function someOrder(note = 'new'): string {
  const order = { id: newId(), ownerId: newId(), version: 1, note };
  orders.put(order);
  return order.id;
}

const staffToken = (userId = newId()) => accounts.token(userId, 900, ['SUPPORT']);

async function watch(url: string, token: string, filter: object | null = null, text = query) {
  const watcher = await watchList({ url, token, text, filter });
  onTestFinished(watcher.leave);
  return watcher;
}

test(
  'staff see each order that changes, with fields of other subgraphs',
  async () => {
    const { url } = await open();
    const watcher = await watch(url, staffToken());
    const [one, other] = [someOrder(), someOrder()];
    await orders.change(one);
    await watcher.has(one, 2);
    await orders.change(other);
    await watcher.has(other, 2);
    expect(watcher.heard[0]?.data?.ordersChanged).toEqual([
      { id: one, version: 2, note: 'new', product: { name: 'Product a' } },
    ]);
    expect(watcher.heard.every(({ extensions }) => !extensions?.changesMissed)).toBe(true);
  },
  timeout,
);

test(
  'an order that does not match is not sent, and neither is one that no longer does',
  async () => {
    const { url } = await open();
    const [kept, left] = [someOrder('open'), someOrder('open')];
    const matching = await watch(url, staffToken(), { note: 'open' });
    const onScreen = await watch(url, staffToken(), { ids: [left.toUpperCase()] });
    await orders.change(left, 'closed');
    await orders.change(kept);
    await matching.has(kept, 2);
    expect(matching.versionOf(left)).toBeUndefined();
    await onScreen.has(left, 2);
    expect(onScreen.versionOf(kept)).toBeUndefined();
  },
  timeout,
);

test(
  'a filter may be a literal with variables, and the field may have an alias',
  async () => {
    const { url } = await open();
    const id = someOrder('open');
    const text = `subscription Mine($filter: OrderFilter, $note: String = "open") {
      changed: ordersChanged(filter: { note: $note }) { ...Parts }
    }
    fragment Parts on Order { id number: version }`;
    const watcher = await watch(
      url,
      staffToken(),
      null,
      text.replace('$filter: OrderFilter, ', ''),
    );
    await orders.change(id);
    await eventually('the order', () => watcher.heard.length > 0);
    expect(watcher.heard[0]?.data).toEqual({ changed: [{ id, number: 2 }] });
  },
  timeout,
);

test(
  'many changes at once come in few messages, at most two a second, each order once in each',
  async () => {
    const { url } = await open();
    const watcher = await watch(url, staffToken());
    const ids = Array.from({ length: 150 }, () => someOrder());
    for (const id of ids) await orders.change(id);
    for (const id of ids) await orders.change(id);
    await eventually('all of them', () => ids.every((id) => watcher.versionOf(id) === 3));
    for (const { data } of watcher.heard) {
      const sent = (data?.ordersChanged ?? []).map(({ id }) => id);
      expect(sent.length).toBeLessThanOrEqual(100);
      expect(new Set(sent).size).toBe(sent.length);
    }
    expect(orders.listReads.every(({ ids: read }) => read.length <= 100)).toBe(true);
    expect(orders.listReads.length).toBeLessThan(ids.length);
  },
  timeout,
);

test(
  'streams of one viewer share their reads',
  async () => {
    const { url } = await open();
    const token = staffToken();
    const watchers = await Promise.all(Array.from({ length: 5 }, () => watch(url, token)));
    const id = someOrder();
    const before = orders.listReads.length;
    await orders.change(id);
    await Promise.all(watchers.map((watcher) => watcher.has(id, 2)));
    expect(orders.listReads.length - before).toBe(1);
  },
  timeout,
);

describe('rights', () => {
  test.each([
    ['a customer', ['CUSTOMER'] as const],
    ['a partner', ['PARTNER'] as const],
  ])(
    '%s is FORBIDDEN',
    async (_who, roles) => {
      const { url } = await open();
      const watcher = await watch(url, accounts.token(newId(), 900, roles));
      await watcher.over();
      expect(watcher.heard.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
        'FORBIDDEN',
      ]);
      expect(orders.listReads).toEqual([]);
    },
    timeout,
  );

  test(
    'a filter that may not be used is the only message',
    async () => {
      const { url } = await open();
      const watcher = await watch(url, staffToken(), { search: 'x' });
      await watcher.over();
      expect(watcher.heard).toMatchObject([
        { errors: [{ path: ['ordersChanged'], extensions: { code: 'BAD_USER_INPUT' } }] },
      ]);
    },
    timeout,
  );

  test(
    'end with the session',
    async () => {
      const { url } = await open();
      const userId = newId();
      const watcher = await watch(url, staffToken(userId));
      accounts.endTokensOf(userId);
      await watcher.over();
      expect(watcher.heard.at(-1)?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    },
    timeout,
  );
});

test(
  'changes that cannot be read for a while are sent later',
  async () => {
    const { url } = await open();
    const watcher = await watch(url, staffToken());
    const id = someOrder();
    orders.isUnavailable = true;
    const before = orders.listReads.length;
    await orders.change(id);
    await eventually('a read that failed', () => orders.listReads.length > before);
    orders.isUnavailable = false;
    await watcher.has(id, 2);
    expect(watcher.heard.every(({ errors }) => errors === undefined)).toBe(true);
  },
  timeout,
);

test(
  'when changes may be missing, the reader is asked to load the list again',
  async () => {
    const { url } = await open();
    const watcher = await watch(url, staffToken());
    await bus.publish('order-changes', ['']);
    await eventually('a message', () => watcher.heard.length > 0);
    expect(watcher.heard).toMatchObject([
      { data: { ordersChanged: [] }, extensions: { changesMissed: true } },
    ]);
  },
  timeout,
);

test(
  'orders that do not fit into one answer are sent in several',
  async () => {
    const { url } = await open({ operation: { answerObjects: 20 } });
    const watcher = await watch(url, staffToken());
    const ids = Array.from({ length: 25 }, () => someOrder());
    for (const id of ids) await orders.change(id);
    await eventually('all of them', () => ids.every((id) => watcher.versionOf(id) === 2));
    expect(watcher.heard.every(({ errors }) => errors === undefined)).toBe(true);
  },
  timeout,
);
