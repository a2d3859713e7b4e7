import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bus, Listeners } from '../../platform/events/bus';
import { eventually } from '../../platform/testing/eventually';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { WatchedOrders } from './testing/watched-orders';
import {
  Accounts,
  newId,
  openUnread,
  soonMs,
  type WatchGateway,
  watchGateway,
} from './testing/watching';

const megabyte = 1_000_000;
const timeout = 4 * soonMs;
const query = 'subscription ($id: ID!) { orderUpdated(id: $id) { version note } }';

/** A bus within this process, which delivers at once. */
function localBus(): Bus {
  const listeners = new Listeners(logger);
  return {
    publish: async (channel, messages) => {
      for (const message of messages) listeners.notify(channel, message);
    },
    subscribe: (channel, heard) => {
      listeners.add(channel, heard);
      return () => void listeners.remove(channel, heard);
    },
    close: async () => undefined,
  };
}

let accounts: Accounts;
let orders: WatchedOrders;
let gateway: WatchGateway;

beforeAll(async () => {
  accounts = await Accounts.open();
  const bus = localBus();
  orders = new WatchedOrders(bus);
  gateway = await watchGateway({
    orders,
    accounts,
    bus,
    // No reader is cut off for being slow.
    limits: { streams: { slowReaderSeconds: 3_600, perViewer: 100 } },
  });
});
afterAll(() => gateway.stop(), timeout);

function someOrder(note: string) {
  const order = { id: newId(), ownerId: newId(), version: 1, note };
  orders.put(order);
  return order;
}

test('unread messages stay within their bytes', { timeout }, async () => {
  const { id, ownerId } = someOrder('x'.repeat(8 * megabyte));
  const token = accounts.token(ownerId);
  // Some are cut off before their first byte has left.
  const open = await Promise.allSettled(
    Array.from({ length: 24 }, () =>
      openUnread(gateway.streamUrl, token, { query, variables: { id } }),
    ),
  );
  // Sockets take some of the 192 MB; the rest would wait in this process.
  await eventually('surplus streams end', async () => {
    return (await gateway.metric('gateway_streams_ended_total', { reason: 'slow' })) > 0;
  });
  const unread = await gateway.metric('gateway_streams_unread_bytes');
  expect(unread).toBeGreaterThan(30 * megabyte);
  expect(unread).toBeLessThanOrEqual(64 * megabyte);
  for (const each of open) if (each.status === 'fulfilled') each.value.destroy();
  await eventually('their bytes are given back', async () => {
    return (await gateway.metric('gateway_streams_unread_bytes')) === 0;
  });
});

const spaces = (characters: number) => ' '.repeat(characters);

test.each([
  ['its text', { query: query + spaces(90_000) }, {}],
  ['its variables', { query }, { unused: spaces(90_000) }],
])('a subscription is not kept that is too long in %s', async (_what, body, more) => {
  const { id, ownerId } = someOrder('new');
  const response = await fetch(gateway.streamUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${accounts.token(ownerId)}`,
    },
    body: JSON.stringify({ ...body, variables: { id, ...more } }),
  });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }],
  });
});

test('the streams of one process share a limit in bytes', { timeout }, async () => {
  // 49 kB each, counted twice: 64 MB are the texts of some 650.
  const long = { query: `${query}${spaces(48_500)}`, variables: {} };
  const refused = async () => {
    for (let account = 0; account < 8; account += 1) {
      const { id, ownerId } = someOrder('new');
      const token = accounts.token(ownerId);
      const body = { ...long, variables: { id } };
      const opening = Array.from({ length: 100 }, () => openUnread(gateway.streamUrl, token, body));
      const statuses = (await Promise.all(opening)).map(({ statusCode }) => statusCode);
      if (statuses.includes(503)) return account;
    }
    return null;
  };
  expect(await refused()).toBe(6);
});
