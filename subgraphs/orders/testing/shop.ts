import 'reflect-metadata';
import { Registry } from 'prom-client';
import { inject } from 'vitest';
import type { Role } from '../../../access/roles';
import type { FeatureFlags } from '../../../config/feature-flags';
import { parseConfiguration } from '../../../config/schema';
import type { Database } from '../../../platform/database/pool';
import { fieldRateLimits } from '../../../platform/graphql/rate-limit';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { Subgraph } from '../../../platform/graphql/subgraph';
import type { Redis } from '../../../platform/redis/redis';
import type { Viewer } from '../../../platform/requests/viewer';
import { createLogger } from '../../../platform/telemetry/logger';
import { ClaimedRights } from '../../../platform/testing/claimed-rights';
import { createTestDatabase } from '../../../platform/testing/database';
import { openForFile } from '../../../platform/testing/open-for-file';
import { asPermittedCaller } from '../../../platform/testing/permitted-caller';
import { msPerSecond } from '../../../platform/values/time';
import { uuidV7 } from '../../../platform/values/uuid';
import { shardOf } from '../domain/shard';
import { internalCallers } from '../internal/callers';
import { ordersSubgraph } from '../subgraph';
import { databasesOf } from './databases';
import { deaths } from './deaths';
import { FakeInventory, type Shelf } from './fake-inventory';
import { FakePaymentProvider } from './fake-payment-provider';

export function person(userId: string, ...roles: Role[]): Viewer {
  const held: Role[] = roles.length > 0 ? roles : ['CUSTOMER'];
  return { kind: 'user', userId, roles: held, generation: 0, address: '192.0.2.1' };
}

export const anonymous: Viewer = { kind: 'anonymous', address: '192.0.2.1' };

/** A response: data, and the codes of errors. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests read arbitrary selections.
  readonly data: any;
  readonly codes: unknown[];
}

export const placeOrder = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  __typename
  ... on UserError { code message }
  ... on Order { ...all }
  ... on PaymentDeclinedError { declineCode order { ...all } }
  ... on InsufficientStockError { shortages { sku requested available } order { ...all } }
  ... on UnknownProductError { skus }
  ... on ValidationError { fields { path message } }
  ... on PriceChangedError { quote { total { amount } } }
} }
fragment all on Order { id number status statusReason version note
  total { amount currency } payment { status brand last4 nextAction { redirectUrl } }
  lines { sku quantity } timeline { type from to actor note } }`;

const logger = createLogger({
  level: 'silent',
  pretty: false,
  name: 'test',
});

/**
 * Requests and leases outlast whatever else a busy machine does. A test in which nobody answers
 * gives up sooner, by `givingUpAfter`; one in which a process has died ends its leases itself.
 */
const decisionWaitMs = 60_000;
const leaseSeconds = 120;

const scopeOf = (viewer: Viewer): RequestScope => ({
  viewer,
  requestId: 'test',
  signal: new AbortController().signal,
});

interface ShopSettings {
  readonly leaseSeconds?: number;
  readonly fraud?: object;
  readonly webhooks?: object;
  readonly mail?: object;
  readonly pricing?: object;
  readonly payments?: object;
  readonly auth?: object;
  readonly encryption?: object;
  readonly redis?: Redis | null;
  readonly users?: ServiceCall;
  readonly limits?: object;
  readonly flags?: FeatureFlags;
  /** The second of two databases, which has half of the shards. */
  readonly second?: Database;
}

const nobody: ServiceCall = () => Promise.reject(new Error('Unexpected call of users.'));

/** Orders with a separate database, an in-memory inventory and a test bank. */
export async function openShop(settings: ShopSettings = {}) {
  const {
    webhooks,
    mail,
    auth,
    encryption,
    pricing,
    payments,
    redis,
    users = nobody,
    flags,
    limits,
    second,
    ...given
  } = settings;
  const rights = new ClaimedRights();
  const database = await createTestDatabase('orders');
  const home = second === undefined ? await homeOfRun() : null;
  const databases = databasesOf(database.pool, home?.pool, second);
  const inventory = new FakeInventory();
  const bank = new FakePaymentProvider();
  const groups = { auth, encryption, webhooks, mail, pricing, payments, limits };
  const { configuration, ...impatience } = patient({ ...groups, orders: given });
  const registry = new Registry();
  const composed = ordersSubgraph({
    database: databases[0].database,
    shards: databases.length > 1 ? databases : undefined,
    redis,
    inventory: inventory.call,
    users: rights.call(users),
    payments: bank,
    flags,
    rateLimits: fieldRateLimits(null, {}),
    configuration,
    logger,
    registry,
  });
  const internal = asPermittedCaller(composed.internal, internalCallers);
  const subgraph = { ...composed, internal };
  const { pool } = database;
  return {
    pool,
    /** The home, through which processes notify each other. */
    home: databases[0].database,
    url: database.url,
    inventory,
    bank,
    subgraph,
    registry,
    rights,
    ...doors(subgraph, rights),
    ...deaths(databases, { inventory, users, bank, configuration }),
    ...impatience,

    async close(): Promise<void> {
      inventory.faults.wake();
      bank.faults.wake();
      await subgraph.stop();
      await database.drop().catch(() => undefined);
      await home?.drop().catch(() => undefined);
    },
  };
}

/** Does the work with changed settings. */
async function within<Settings extends object, Value>(
  settings: Settings,
  changes: Partial<Settings>,
  work: () => Promise<Value>,
): Promise<Value> {
  const before = { ...settings };
  Object.assign(settings, changes);
  try {
    return await work();
  } finally {
    Object.assign(settings, before);
  }
}

/** The settings of a shop whose requests and workers wait, and how to make some give up. */
function patient({ orders: given, ...groups }: { readonly orders: object }) {
  const settings = { environment: 'test', ...groups, orders: { leaseSeconds, ...given } };
  const parsed = parseConfiguration(settings);
  const orders = { ...parsed.orders, decisionWaitMs };
  return {
    configuration: { ...parsed, orders },

    /** Requests that begin within this work wait no longer than this, and workers a little longer. */
    async givingUpAfter<Value>(waitMs: number, work: () => Promise<Value>): Promise<Value> {
      const shortened = {
        decisionWaitMs: waitMs,
        leaseSeconds: 1 + Math.ceil(waitMs / msPerSecond),
      };
      return within(orders, shortened, work);
    },

    /** Requests that begin within this work are answered after this, and their workers continue. */
    answeredAfter: <Value>(waitMs: number, work: () => Promise<Value>): Promise<Value> =>
      within(orders, { decisionWaitMs: waitMs }, work),
  };
}

/**
 * A home without orders, in a run of the suites with two databases: tests then look into the other
 * one, where all of their orders are.
 */
const homeOfRun = async () =>
  inject('shardDatabases') === 1 ? null : createTestDatabase('orders');

/** A new customer of the first or the second half of the shards. */
export function customerIn(half: 1 | 2): string {
  for (;;) {
    const id = uuidV7();
    if (Math.floor(shardOf(id) / 2_048) + 1 === half) return id;
  }
}

/** Executes operations on the subgraph. */
function doors(subgraph: Subgraph, rights: ClaimedRights) {
  async function ask(viewer: Viewer, query: string, variables = {}): Promise<Answer> {
    rights.hear(viewer);
    const { data, errors = [] } = await subgraph.execute({ query, variables }, scopeOf(viewer));
    const codes = errors.map(({ extensions, message }) => extensions.code ?? message);
    return { data: JSON.parse(JSON.stringify(data ?? null)), codes };
  }

  return {
    ask,

    /** Asks the internal schema, as the system unless another viewer is given. */
    async askInternal(
      query: string,
      variables = {},
      viewer: Viewer = { kind: 'system', cause: 'test' },
    ): Promise<Answer> {
      const { data, errors = [] } = await subgraph.internal({ query, variables }, scopeOf(viewer));
      const codes = errors.map(({ extensions }) => extensions.code);
      return { data: JSON.parse(JSON.stringify(data ?? null)), codes };
    },

    async place(viewer: Viewer, given: object = {}) {
      const { data, codes } = await ask(viewer, placeOrder, { input: orderInput(given) });
      return { ...data?.placeOrder, codes };
    },

    async callback(key: string, signature = 'good'): Promise<unknown> {
      const variables = {
        headers: JSON.stringify({ signature }),
        body: Buffer.from(key).toString('base64'),
      };
      const viewer: Viewer = { kind: 'system', cause: 'callback' };
      const { data, errors } = await subgraph.internal(
        { query: paymentCallback, variables },
        scopeOf(viewer),
      );
      if (errors) throw errors[0];
      return data?.paymentCallback;
    },
  };
}

const paymentCallback = `mutation ($headers: String!, $body: String!) {
  paymentCallback(provider: "playing", headers: $headers, body: $body)
}`;

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** A shop for the tests of a file. */
export const shopForFile = (settings?: ShopSettings): Shop => openForFile(() => openShop(settings));

/** Opens a shop with this on its shelves. */
export const shopWith = (...shelves: Shelf[]): Shop =>
  openForFile(async () => {
    const shop = await openShop();
    for (const shelf of shelves) shop.inventory.stock(shelf);
    return shop;
  });

/** A valid input with overrides. */
export function orderInput(given: object = {}) {
  return {
    idempotencyKey: `key-${uuidV7()}`,
    currency: 'EUR',
    lines: [{ sku: 'A-1', quantity: 2 }],
    shippingAddress: {
      recipient: 'Ada Lovelace',
      line1: 'Street 1',
      city: 'Bonn',
      postalCode: '53111',
      country: 'DE',
    },
    payment: { token: 'tok_ok' },
    ...given,
  };
}
