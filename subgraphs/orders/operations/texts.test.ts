import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isLongRun } from '../../../platform/testing/long-run';
import { uuidV7 } from '../../../platform/values/uuid';
import { orderInput, person, shopForFile } from '../testing/shop';
import { endpointOf } from '../testing/webhooks';

/** Every text that orders takes from a client, with whatever somebody may write there. */

const shop = shopForFile();
const buyer = person(uuidV7());
const staff = person(uuidV7(), 'ADMIN');
let pending: string;
let shippable: string[];

const runs = isLongRun ? 60 : 20;
const deadlineMs = 120_000;

beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000_000 });
  pending = (await shop.place(buyer, { payment: { token: 'tok_review' } })).id;
  shippable = [];
});

const halfPair = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
const control = fc.constantFrom('\0', '\u0001', '\b', '\t', '\n', '\r', '\u001b[31m', '\u0085');
const plain = fc.string({ unit: 'grapheme', maxLength: 60 });
const text = fc.oneof(
  { weight: 4, arbitrary: plain },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 2,
    arbitrary: fc.tuple(plain, fc.oneof(halfPair, control), plain).map((all) => all.join('')),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 3_000 }).map((length) => `x${' '.repeat(length)}`),
  },
);

interface Outcome {
  readonly codes: unknown[];
  readonly path?: readonly string[];
  /** What was stored, where the text was accepted and is stored. */
  readonly stored?: string | null;
}

const result = `__typename
  ... on ValidationError { fields { path } }
  ... on Order { id note statusReason shippingAddress { recipient line1 line2 city region
    postalCode phone } shipments { carrier trackingCode } refunds { reason } timeline { note } }`;

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever it asked for.
type Stored = (order: any) => string | null | undefined;

async function change(
  mutation: string,
  variables: object,
  stored: Stored,
  viewer = staff,
): Promise<Outcome> {
  const { data, codes } = await shop.ask(viewer, mutation.replace('RESULT', result), variables);
  const answer = data?.answer;
  if (answer?.__typename === 'Order') return { codes, stored: stored(answer) };
  return { codes, path: answer?.fields?.[0]?.path };
}

const placed = (given: object, stored: Stored) =>
  change(
    'mutation ($input: PlaceOrderInput!) { answer: placeOrder(input: $input) { RESULT } }',
    { input: orderInput({ lines: [{ sku: 'A-1', quantity: 1 }], ...given }) },
    stored,
    buyer,
  );

const newOrder = async (): Promise<string> => (await shop.place(buyer)).id;

const shipped = async (given: object, stored: Stored = () => undefined): Promise<Outcome> => {
  const orderId = shippable.pop() ?? (await newOrder());
  const input = { orderId, carrier: 'DHL', trackingCode: 'J1', idempotencyKey: uuidV7(), ...given };
  const outcome = await change(
    'mutation ($input: ShipOrderInput!) { answer: shipOrder(input: $input) { RESULT } }',
    { input },
    stored,
  );
  if (outcome.path) shippable.push(orderId);
  return outcome;
};

const refunded = (given: object, stored: Stored = () => undefined): Promise<Outcome> =>
  change(
    'mutation ($input: RefundOrderInput!) { answer: refundOrder(input: $input) { RESULT } }',
    {
      input: { orderId: pending, amount: '0.01', reason: 'r', idempotencyKey: uuidV7(), ...given },
    },
    stored,
  );

const { shippingAddress } = orderInput();
const moved = (field: string) => (value: string) =>
  change(
    `mutation ($id: ID!, $address: AddressInput!) {
      answer: updateShippingAddress(orderId: $id, address: $address) { RESULT } }`,
    { id: pending, address: { ...shippingAddress, [field]: value } },
    (order) => order.shippingAddress[field],
    buyer,
  );

const lastNote: Stored = (order) => order.timeline.at(-1).note;

/** The texts that are kept as they were accepted, trimmed. */
const kept: Record<string, (value: string) => Promise<Outcome>> = {
  'placeOrder note': (note) => placed({ note }, (order) => order.note),
  'placeOrder recipient': (recipient) =>
    placed(
      { shippingAddress: { ...shippingAddress, recipient } },
      (order) => order.shippingAddress.recipient,
    ),
  ...Object.fromEntries(
    ['recipient', 'line1', 'line2', 'city', 'region', 'postalCode', 'phone'].map((field) => [
      `updateShippingAddress ${field}`,
      moved(field),
    ]),
  ),
  'shipOrder carrier': (carrier) => shipped({ carrier }, (order) => order.shipments[0].carrier),
  'shipOrder trackingCode': (trackingCode) =>
    shipped({ trackingCode }, (order) => order.shipments[0].trackingCode),
  'cancelOrder reason': async (reason) =>
    change(
      'mutation ($id: ID!, $text: String!) { answer: cancelOrder(id: $id, reason: $text) { RESULT } }',
      { id: await newOrder(), text: reason },
      lastNote,
    ),
};

/** The texts that name something or are not shown again: they must never end in a fault. */
const others: Record<string, (value: string) => Promise<Outcome>> = {
  'placeOrder idempotencyKey': (idempotencyKey) => placed({ idempotencyKey }, () => undefined),
  'placeOrder payment.token': (token) => placed({ payment: { token } }, () => undefined),
  'placeOrder label': (label) =>
    placed({ shippingAddress: { ...shippingAddress, label } }, () => undefined),
  'placeOrder sku': (sku) => placed({ lines: [{ sku, quantity: 1 }] }, () => undefined),
  'shipOrder trackingUrl': (end) => shipped({ trackingUrl: `https://dhl.example/${end}` }),
  'shipOrder idempotencyKey': (idempotencyKey) => shipped({ idempotencyKey }),
  'shipOrder warehouse': (warehouse) => shipped({ warehouse }),
  'refundOrder reason': (reason) => refunded({ reason }),
  'refundOrder idempotencyKey': (idempotencyKey) => refunded({ idempotencyKey }),
  'refundOrder warehouse': (warehouse) =>
    refunded({ lines: [{ sku: 'A-1', quantity: 1, warehouse }] }),
  'reviewOrder note': async (note) =>
    change(
      'mutation ($id: ID!, $text: String!) { answer: reviewOrder(id: $id, approve: true, note: $text) { RESULT } }',
      { id: uuidV7(), text: note },
      () => undefined,
    ),
  'resolveOrder note': async (note) =>
    change(
      'mutation ($id: ID!, $text: String!) { answer: resolveOrder(id: $id, action: RETRY, note: $text) { RESULT } }',
      { id: pending, text: note },
      () => undefined,
    ),
  'createWebhookEndpoint url': async (end) => endpointOf(shop, staff, { url: `ftp://host/${end}` }),
  'createWebhookEndpoint events': async (event) => endpointOf(shop, staff, { events: [event] }),
  'orders search': (search) =>
    shop.ask(
      staff,
      'query ($search: String) { orders(filter: { search: $search }) { edges { cursor } } }',
      { search },
    ),
  'orders number': (number) =>
    shop.ask(staff, 'query ($n: String) { orders(filter: { number: $n }) { edges { cursor } } }', {
      n: number,
    }),
  'orders customerId': (id) =>
    shop.ask(
      staff,
      'query ($id: ID) { orders(filter: { customerId: $id }) { edges { cursor } } }',
      { id },
    ),
  'orderByNumber number': (number) =>
    shop.ask(staff, 'query ($n: String!) { orderByNumber(number: $n) { id } }', { n: number }),
  'order id': (id) => shop.ask(staff, 'query ($id: ID!) { order(id: $id) { id } }', { id }),
};

/** Whether clients see BAD_USER_INPUT, because the gateway checks variables with these scalars. */
const isPublic = (codes: readonly unknown[]): boolean =>
  codes.every((code) => code === 'BAD_USER_INPUT' || String(code).startsWith('Variable "$'));

const rejected: [string][] = [['a\0b'], ['a\ud800b'], [`x${' '.repeat(120_000)}`]];
/** A character of no width, which is stored as if nothing had been written. */
const unseen = '\u{e0000}';
const showsAnything = (value: string): boolean =>
  /[\p{L}\p{N}\p{P}\p{S}]/u.test(value.replace(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, ''));

/** `search` with an @ asks users, who are not here. */
const isAnswerable = (name: string, value: string): boolean =>
  name !== 'orders search' || !value.includes('@');

describe.each(Object.entries(kept))('%s', (_name, send) => {
  it('is stored trimmed as it was written, or refused', { timeout: deadlineMs }, async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const { codes, path, stored } = await send(value);
        expect(codes).toEqual([]);
        if (path === undefined && (stored !== null || showsAnything(value))) {
          expect(stored).toBe(value.trim());
        }
      }),
      { numRuns: runs, examples: [...rejected, [' x '], [unseen]] },
    );
  });
});

describe.each(Object.entries(others))('%s', (name, send) => {
  it('is accepted or refused, and never a fault', { timeout: deadlineMs }, async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        fc.pre(isAnswerable(name, value));
        expect((await send(value)).codes).toSatisfy(isPublic);
      }),
      { numRuns: runs, examples: rejected },
    );
  });
});

describe('a text that is refused', () => {
  it.each([
    ['note', { note: 'a\0b' }, ['note']],
    ['note', { note: 'a\ud800b' }, ['note']],
    ['note', { note: `x${' '.repeat(120_000)}` }, ['note']],
    [
      'recipient',
      { shippingAddress: { ...shippingAddress, recipient: 'a\nb' } },
      ['shippingAddress', 'recipient'],
    ],
    [
      'city',
      { shippingAddress: { ...shippingAddress, city: `x${' '.repeat(200)}` } },
      ['shippingAddress', 'city'],
    ],
    ['key', { idempotencyKey: ' '.repeat(9) }, ['idempotencyKey']],
    ['key', { idempotencyKey: 'key-\0\0\0\0\0' }, ['idempotencyKey']],
    ['token', { payment: { token: 'tok\0ok' } }, ['payment', 'token']],
  ])(
    '%s: is a ValidationError that names the field and the one problem',
    async (_what, given, path) => {
      const refused = await shop.place(buyer, given);
      expect(refused).toMatchObject({ __typename: 'ValidationError', fields: [{ path }] });
      expect(refused.fields).toHaveLength(1);
    },
  );
});
