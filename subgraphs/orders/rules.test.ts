import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { federatedSchema, internalSchema } from '../../platform/graphql/federated-schema';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import type { Viewer } from '../../platform/requests/viewer';
import { uuidV7 } from '../../platform/values/uuid';
import { internalOperations, internalRules } from './internal';
import { operations } from './operations';
import { references } from './references';
import { rules } from './rules';
import {
  anonymous,
  keyOf,
  noUsers,
  person,
  type ReadingRoom,
  readingRoom,
} from './testing/reading-room';

type Schema = ReturnType<typeof internalSchema>;

/** Federation's own fields, which serve the gateway. */
const federationFields = ['_service', '_entities'];

function rootFields(schema: Schema): Record<string, string[]> {
  const types = [schema.getQueryType(), schema.getMutationType()].filter(isObjectType);
  const fieldsOf = (type: (typeof types)[number]) =>
    Object.keys(type.getFields()).filter((field) => !federationFields.includes(field));
  const fields = types.map((type) => [type.name, fieldsOf(type).sort()] as const);
  return Object.fromEntries(fields.filter(([, names]) => names.length > 0));
}

const named = (table: Record<string, object>) =>
  Object.fromEntries(Object.entries(table).map(([type, all]) => [type, Object.keys(all).sort()]));

describe('the rules of orders', () => {
  it('name every root field, and none that is not there', () => {
    const rateLimits = fieldRateLimits(null, {});
    const schema = federatedSchema({ resolvers: operations, references, rules, rateLimits });
    const { User, Product, ...roots } = rules;
    expect(named(roots)).toEqual(rootFields(schema));
    expect(named({ User, Product })).toEqual({
      User: ['orders'],
      Product: ['demandForecast', 'leadTimeDemand'],
    });
  });

  it('name every root field of the internal schema', () => {
    expect(named(internalRules)).toEqual(
      rootFields(internalSchema(internalOperations, internalRules)),
    );
  });
});

/** Calls that have no effect for any caller: only refusals by rule count. */
const calls = {
  order: '{ order(id: "x") { id } }',
  orderByNumber: '{ orderByNumber(number: "x") { id } }',
  orders: '{ orders { edges { cursor } } }',
  orderStats: `{ orderStats(from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", bucket: DAY,
    currency: "EUR") { at } }`,
  exportOrders: '{ exportOrders { orders } }',
  bulkAction: '{ bulkAction(id: "x") { id } }',
  bulkActions: '{ bulkActions { pageInfo { hasNextPage } } }',
  bulkActionPreview: '{ bulkActionPreview(action: CANCEL, selection: { ids: [] }) { total } }',
  startBulkAction: `mutation { startBulkAction(input: {
    action: CANCEL, selection: { ids: [] }, reason: "none", idempotencyKey: "12345678"
  }) { __typename } }`,
  stopBulkAction: 'mutation { stopBulkAction(id: "x") { __typename } }',
  cancelOrder: 'mutation { cancelOrder(id: "x", reason: "no need") { __typename } }',
  placeOrder: `mutation { placeOrder(input: {
    idempotencyKey: "12345678", currency: "EUR", lines: [], payment: { token: "tok_ok" },
    shippingAddress: { recipient: "A", line1: "B", city: "C", postalCode: "D", country: "DE" }
  }) { __typename } }`,
  shipOrder: `mutation { shipOrder(input: {
    orderId: "x", carrier: "dhl", trackingCode: "JD1", idempotencyKey: "12345678"
  }) { __typename } }`,
  deliverOrder: 'mutation { deliverOrder(id: "x") { __typename } }',
  refundOrder: `mutation { refundOrder(input: {
    orderId: "x", amount: "1.00", reason: "broken", idempotencyKey: "12345678"
  }) { __typename } }`,
  reviewOrder: 'mutation { reviewOrder(id: "x", approve: true, note: "fine") { __typename } }',
  resolveOrder: 'mutation { resolveOrder(id: "x", action: RETRY, note: "again") { __typename } }',
  updateShippingAddress: `mutation { updateShippingAddress(orderId: "x", address: {
    recipient: "A", line1: "B", city: "C", postalCode: "D", country: "DE"
  }) { __typename } }`,
  jobs: '{ jobs { pageInfo { hasNextPage } } }',
  retryJob: 'mutation { retryJob(id: "x") { __typename } }',
  runJob: 'mutation { runJob(queue: "x") { __typename } }',
};
type Call = keyof typeof calls;

const reads: Call[] = ['order', 'orderByNumber', 'orders'];
const buys: Call[] = ['cancelOrder', 'placeOrder'];
const ships: Call[] = ['shipOrder', 'deliverOrder'];
const settles: Call[] = ['refundOrder', 'reviewOrder', 'resolveOrder'];
/** Calls that people may make, and no key: a key only reads, places and cancels. */
const people: Call[] = ['updateShippingAddress'];
/** Calls that staff may make, and no key. */
const counts: Call[] = [
  ...(['orderStats', 'exportOrders', 'bulkAction', 'bulkActions', 'bulkActionPreview'] as const),
  ...(['startBulkAction', 'stopBulkAction'] as const),
];
const runs: Call[] = ['jobs', 'retryJob', 'runJob'];
const all = Object.keys(calls) as Call[];
const id = uuidV7();

const refused: [string, Viewer, Call[], 'UNAUTHENTICATED' | 'FORBIDDEN'][] = [
  ['nobody', anonymous, all, 'UNAUTHENTICATED'],
  ['a customer', person(id, 'CUSTOMER'), [...ships, ...settles, ...runs, ...counts], 'FORBIDDEN'],
  ['a partner', person(id, 'PARTNER'), [...ships, ...settles, ...runs, ...counts], 'FORBIDDEN'],
  ['the support', person(id, 'SUPPORT'), [...ships, ...runs], 'FORBIDDEN'],
  [
    'the warehouse',
    person(id, 'WAREHOUSE'),
    // It may not cancel, but start to deliver.
    [...settles, ...runs, 'startBulkAction'],
    'FORBIDDEN',
  ],
  ['an administrator', person(id, 'ADMIN'), [], 'FORBIDDEN'],
  [
    'a key that reads',
    keyOf(id, ['ORDERS_READ'], 'PARTNER'),
    [...buys, ...ships, ...settles, ...runs, ...people, ...counts],
    'FORBIDDEN',
  ],
  [
    'a key that writes',
    keyOf(id, ['ORDERS_WRITE'], 'ADMIN'),
    [...reads, ...ships, ...settles, ...runs, ...people, ...counts],
    'FORBIDDEN',
  ],
  ['a key for stock', keyOf(id, ['INVENTORY_WRITE'], 'ADMIN'), all, 'FORBIDDEN'],
];

describe('who may not do what in orders', () => {
  let room: ReadingRoom;
  beforeAll(async () => {
    room = await readingRoom(noUsers, 'silent');
  });
  afterAll(() => room.drop());

  it.each(refused)('refuses %s', async (_who, viewer, expected, code) => {
    const codes = await Promise.all(
      all.map(async (call) => [call, (await room.ask(viewer, calls[call])).codes] as const),
    );
    const rules = codes.filter(([, found]) => found.includes(code)).map(([call]) => call);
    expect(rules.sort()).toEqual([...expected].sort());
  });
});
