import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors, CombinedProtocolErrors } from '@apollo/client/errors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notifyBus } from '../../platform/events/notify-bus';
import { createLogger } from '../../platform/telemetry/logger';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/database';
import { WatchedOrders } from './testing/watched-orders';
import {
  Accounts,
  eventually,
  newId,
  soonMs,
  type WatchGateway,
  watchGateway,
} from './testing/watching';

const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });
const timeout = 4 * soonMs;

let database: TestDatabase;
let accounts: Accounts;
let gateway: WatchGateway;
let orders: WatchedOrders;
let closeBus: () => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase('orders');
  accounts = await Accounts.open();
  const bus = notifyBus(database.pool, logger);
  closeBus = bus.close;
  orders = new WatchedOrders(bus);
  const limits = { streams: { heartbeatSeconds: 1 } };
  gateway = await watchGateway({ orders, accounts, bus, limits });
}, timeout);
afterAll(async () => {
  await gateway?.stop();
  await closeBus?.();
  await database?.drop();
}, timeout);

function someOrder() {
  const order = { id: newId(), ownerId: newId(), version: 1, note: 'new' };
  orders.put(order);
  return order;
}

const watched = gql('subscription ($id: ID!) { orderUpdated(id: $id) { version note } }');
interface Heard {
  readonly versions: unknown[];
  readonly errors: unknown[];
  isOver: boolean;
}

function watch(id: string, token: string, url = gateway.url) {
  const client = new ApolloClient({
    link: new HttpLink({
      uri: `${url}/graphql`,
      headers: { authorization: `Bearer ${token}` },
    }),
    cache: new InMemoryCache(),
  });
  const heard: Heard = { versions: [], errors: [], isOver: false };
  const results = client.subscribe<{ orderUpdated: { version: number } | null }>({
    query: watched,
    variables: { id },
    errorPolicy: 'all',
  });
  const subscription = results.subscribe({
    next: ({ data, error }) => {
      if (data?.orderUpdated) heard.versions.push(data.orderUpdated.version);
      if (error) heard.errors.push(error);
    },
    error: (error) => heard.errors.push(error),
    complete: () => {
      heard.isOver = true;
    },
  });
  return { heard, leave: () => subscription.unsubscribe() };
}

test(
  'sees each change as it happens, and ignores heartbeats',
  async () => {
    const { id, ownerId } = someOrder();
    const { heard, leave } = watch(id, accounts.token(ownerId));
    for (const version of [1, 2, 3]) {
      await eventually(`version ${version}`, () => heard.versions.includes(version));
      await orders.change(id);
    }
    expect([heard.versions.slice(0, 3), heard.errors]).toEqual([[1, 2, 3], []]);
    leave();
  },
  timeout,
);

test(
  'learns that an order does not exist',
  async () => {
    const { heard } = watch(newId(), accounts.token(newId()));
    await eventually('the end', () => heard.isOver);
    const [error] = heard.errors as [CombinedGraphQLErrors];
    expect(CombinedGraphQLErrors.is(error)).toBe(true);
    expect(error.errors[0]?.extensions?.code).toBe('NOT_FOUND');
  },
  timeout,
);

test(
  'learns that its session ended, and that a gateway stops, in a way that it can retry',
  async () => {
    const bus = notifyBus(database.pool, logger);
    const stopping = await watchGateway({ orders, accounts, bus });
    const signedOut = someOrder();
    const drained = someOrder();
    const one = watch(signedOut.id, accounts.token(signedOut.ownerId), stopping.url);
    const other = watch(drained.id, accounts.token(drained.ownerId), stopping.url);
    await eventually('both states', () =>
      [one, other].every(({ heard }) => heard.versions.length > 0),
    );
    accounts.endTokensOf(signedOut.ownerId);
    await eventually('the end of the session', () => one.heard.isOver);
    const [ended] = one.heard.errors as [CombinedGraphQLErrors];
    expect(ended.errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');

    await stopping.stop();
    await bus.close();
    await eventually('the end of the stream', () => other.heard.isOver);
    const [stopped] = other.heard.errors as [CombinedProtocolErrors];
    expect(CombinedProtocolErrors.is(stopped)).toBe(true);
    expect(stopped.errors[0]?.extensions).toEqual({
      code: 'SERVICE_UNAVAILABLE',
      retryable: true,
      requestId: expect.any(String),
    });
  },
  timeout,
);
