import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { notifyBus } from '../../platform/events/notify-bus';
import { rateLimited } from '../../platform/graphql/errors';
import { databaseForFile } from '../../platform/testing/database';
import { eventually } from '../../platform/testing/eventually';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { badRequest } from '../errors';
import { pauseMsAfter } from './stream';
import { WatchedOrders } from './testing/watched-orders';
import { Accounts, newId, openUnread, soonMs, watchGateway } from './testing/watching';

const query = 'subscription ($id: ID!) { orderUpdated(id: $id) { version } }';
const timeout = 4 * soonMs;

const database = databaseForFile('orders');
let accounts: Accounts;
beforeAll(async () => {
  accounts = await Accounts.open();
}, timeout);

test(
  'each read of a stream takes from the rate of its viewer; past it, the stream waits',
  async () => {
    const bus = notifyBus(database.pool, logger);
    const orders = new WatchedOrders(bus);
    const limits = { rate: { userPerMinute: 3 }, streams: { heartbeatSeconds: 1 } };
    const gateway = await watchGateway({ orders, accounts, bus, limits });
    const order = { id: newId(), ownerId: newId(), version: 1, note: '' };
    orders.put(order);
    const body = { query, variables: { id: order.id } };
    const token = accounts.token(order.ownerId);
    const stream = await openUnread(gateway.streamUrl, token, body);
    expect(stream.headers['x-ratelimit-remaining']).toBe('2');
    let text = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    const versions = () =>
      [...text.matchAll(/"version":(\d+)/g)].map(([, digits]) => Number(digits));
    const has = (version: number) =>
      eventually(`version ${version}`, () => versions().includes(version));
    try {
      const reads = () => orders.readsBy.get(order.ownerId);
      await has(1);
      await eventually('the third read', async () => {
        if (reads() !== 3) await orders.change(order.id);
        return reads() === 3;
      });
      expect((await openUnread(gateway.streamUrl, token, body)).statusCode).toBe(429);

      const missed = [await orders.change(order.id), await orders.change(order.id)];
      const heard = text.length;
      await eventually('a heartbeat', () => text.slice(heard).includes(':\n\n'));
      expect(reads()).toBe(3);
      for (const version of missed) expect(versions()).not.toContain(version);

      // A higher limit lets it continue, as a new minute would: with the latest state alone.
      gateway.rate.userPerMinute = 100;
      const newest = await orders.change(order.id);
      await has(newest);
      for (const version of missed) expect(versions()).not.toContain(version);
    } finally {
      stream.destroy();
      await gateway.stop();
      await bus.close();
    }
  },
  timeout,
);

test('a stream past the rate reads again when the minute is over', () => {
  expect(pauseMsAfter(rateLimited(42))).toBe(42_000);
  expect(pauseMsAfter(badRequest('another error'))).toBe(5_000);
});

test(
  'a stream may cost as much as a query',
  async () => {
    const bus = notifyBus(database.pool, logger);
    const orders = new WatchedOrders(bus);
    const operation = { aliases: 1_000, cost: 200 };
    const gateway = await watchGateway({ orders, accounts, bus, limits: { operation } });
    try {
      const ask = async (products: number) => {
        const fields = Array.from({ length: products }, () => 'product { name }').join(' ');
        const body = { query: `subscription { orderUpdated(id: "${newId()}") { ${fields} } }` };
        const answer = await openUnread(gateway.streamUrl, accounts.token(newId()), body);
        return { status: answer.statusCode, text: await text(answer) };
      };
      expect((await ask(199)).text).toContain('"cost":{"requested":200,"budget":200}');
      const refused = await ask(200);
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('COMPLEX')]);
      expect(refused.text).toContain('201 points of cost, 200 are allowed');
    } finally {
      await gateway.stop();
      await bus.close();
    }
  },
  timeout,
);
