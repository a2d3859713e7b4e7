import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import type { SignalReceiver } from '../../platform/testing/signal-receiver';
import { ask } from '../harness/ask';
import type { Client } from '../harness/client';
import { demoAccount, newCustomer, orderOf } from '../harness/people';
import type { Shop } from '../harness/shop';
import { placesOf } from '../harness/stored-text';

/** Numbers that issuers publish for tests, as people write them. None is in the demo shop. */
const inTexts = ['4111111111111111', '5555 5555 5555 4444', 'Card 3782-822463-10005!'];
const inUrls = [
  'https://a.example/4111111111111111',
  'https://a.example/?card=5555 5555 5555 4444',
  'https://a.example/?card=3782-822463-10005',
  'https://a.example/?card=5555%205555%205555+4444',
];
/** The same with any separator, escaped ones too. */
const planted = new RegExp(
  ['4111111111111111', '5555 5555 5555 4444', '3782 822463 10005']
    .map((number) => number.replaceAll(' ', '([-+ ]|%20|%2D)*'))
    .join('|'),
);

/** Logs and traces are sent in batches of some seconds. */
const sentWithinMs = 6_000;

interface People {
  readonly admin: Client;
  readonly support: Client;
  readonly warehouse: Client;
  readonly partner: Client;
  readonly buyer: Client;
  readonly anyone: Client;
}

/** The sender, and a field with its arguments, where `$text` is the card number. */
type Attempt = readonly [who: keyof People, field: string];

const placing = (given: string) => `placeOrder(input: { idempotencyKey: $key, currency: "EUR",
  lines: [{ sku: "DEMO-0001", quantity: 1 }], ${given} })`;
const bonn = { recipient: '"Ada"', line1: '"Street 1"', city: '"Bonn"', postalCode: '"53111"' };
/** An address with the text in one of its fields. */
const addressWith = (field: string): string => {
  const entries = Object.entries({ ...bonn, country: '"DE"', [field]: '$text' });
  return `{ ${entries.map(([name, value]) => `${name}: ${value}`).join(', ')} }`;
};
const toBonn = `shippingAddress: ${addressWith('region').replace('$text', 'null')}`;
const product = 'sku: "CARD-1", price: "1.00", currency: "EUR"';
const shipping = 'orderId: $order, trackingCode: "J1", idempotencyKey: $key';

const texts: Readonly<Record<string, Attempt>> = {
  'register name': [
    'anyone',
    'register(input: { name: $text, email: $email, password: "a long enough phrase" })',
  ],
  'updateProfile name': ['buyer', 'updateProfile(input: { name: $text })'],
  ...Object.fromEntries(
    ['label', 'recipient', 'line1', 'line2', 'city', 'region', 'postalCode'].map(
      (field): [string, Attempt] => [
        `saveAddress ${field}`,
        ['buyer', `saveAddress(input: ${addressWith(field)})`],
      ],
    ),
  ),
  'updateShippingAddress line1': [
    'buyer',
    `updateShippingAddress(orderId: $order, address: ${addressWith('line1')})`,
  ],
  'placeOrder note': ['buyer', placing(`note: $text, payment: { token: "tok_ok" }, ${toBonn}`)],
  'placeOrder token': ['buyer', placing(`payment: { token: $text }, ${toBonn}`)],
  'placeOrder recipient': [
    'buyer',
    placing(`payment: { token: "tok_ok" }, shippingAddress: ${addressWith('recipient')}`),
  ],
  'cancelOrder reason': ['buyer', 'cancelOrder(id: $order, reason: $text)'],
  'reviewOrder note': ['support', 'reviewOrder(id: $order, approve: true, note: $text)'],
  'resolveOrder note': ['support', 'resolveOrder(id: $order, action: RETRY, note: $text)'],
  'refundOrder reason': [
    'support',
    'refundOrder(input: { orderId: $order, amount: "1", reason: $text, idempotencyKey: $key })',
  ],
  'startBulkAction reason': [
    'support',
    `startBulkAction(input: { action: CANCEL, selection: { ids: [$order] }, reason: $text,
      idempotencyKey: $key })`,
  ],
  'shipOrder carrier': ['warehouse', `shipOrder(input: { ${shipping}, carrier: $text })`],
  'adjustStock reason': [
    'warehouse',
    `adjustStock(idempotencyKey: $key, input: [
      { sku: "DEMO-0001", warehouse: "BER", delta: 1, reason: $text }])`,
  ],
  'recordStockCount reason': [
    'warehouse',
    `recordStockCount(idempotencyKey: $key, input: [
      { sku: "DEMO-0001", warehouse: "BER", counted: 9000, reason: $text }])`,
  ],
  'createWarehouse name': [
    'admin',
    'createWarehouse(input: { code: "CARDS", name: $text, country: "DE" })',
  ],
  'updateWarehouse name': ['admin', 'updateWarehouse(input: { code: "BER", name: $text })'],
  'upsertProducts name': ['admin', `upsertProducts(input: [{ ${product}, name: $text }])`],
  'upsertProducts description': [
    'admin',
    `upsertProducts(input: [{ ${product}, name: "Tea", description: $text }])`,
  ],
  'updateProduct description': [
    'admin',
    'updateProduct(input: { sku: "DEMO-0002", version: 1, description: $text })',
  ],
  'lockAccount reason': ['admin', 'lockAccount(userId: $user, reason: $text)'],
  'resetSecondFactor reason': ['admin', 'resetSecondFactor(userId: $user, reason: $text)'],
  'setFeatureFlag name': ['admin', 'setFeatureFlag(name: $text, isOn: true)'],
  'createApiKey name': ['partner', 'createApiKey(input: { name: $text, scopes: [ORDERS_READ] })'],
  'updateWebhookEndpoint event': [
    'partner',
    'updateWebhookEndpoint(id: $endpoint, input: { events: [$text] })',
  ],
  'saveView name': ['buyer', 'saveView(input: { list: "orders", name: $text, query: "a=b" })'],
  'saveView query': ['buyer', 'saveView(input: { list: "orders", name: "Mine", query: $text })'],
};

const urls: Readonly<Record<string, Attempt>> = {
  'shipOrder trackingUrl': [
    'warehouse',
    `shipOrder(input: { ${shipping}, carrier: "DHL", trackingUrl: $text })`,
  ],
  'placeOrder returnUrl': [
    'buyer',
    placing(`payment: { token: "tok_ok", returnUrl: $text }, ${toBonn}`),
  ],
  'createWebhookEndpoint url': [
    'partner',
    'createWebhookEndpoint(input: { url: $text, events: ["order.placed"] })',
  ],
  'updateWebhookEndpoint url': [
    'partner',
    'updateWebhookEndpoint(id: $endpoint, input: { url: $text })',
  ],
};

const typeOf = {
  $order: 'ID!',
  $endpoint: 'ID!',
  $user: 'ID!',
  $key: 'String!',
  $email: 'EmailAddress!',
} as const;

function mutationOf(field: string, textType: string): string {
  const declared = Object.entries({ ...typeOf, $text: textType })
    .filter(([name]) => field.includes(name))
    .map(([name, type]) => `${name}: ${type}`);
  const selected = field.startsWith('upsertProducts') ? 'rejected { code }' : '__typename';
  return `mutation (${declared.join(', ')}) { ${field} { ${selected} } }`;
}

/** A type that ends in Error, an error, or a rejected row. */
const refusal = /"__typename":"\w+Error"|"rejected":\[\{|"code":"BAD_USER_INPUT"/;

/** Card numbers planted in every text. Reads Redis, so it needs many processes. */
export function checkCardNumbers(shop: Shop, received: () => SignalReceiver): void {
  let people: People;
  let ids: Readonly<Record<'order' | 'endpoint' | 'user', string>>;

  beforeAll(async () => {
    const { client } = shop;
    const buyer = await newCustomer(client);
    const partner = await demoAccount(client, 'partner');
    people = {
      anyone: client,
      buyer,
      partner,
      admin: await demoAccount(client, 'admin'),
      support: await demoAccount(client, 'support'),
      warehouse: await demoAccount(client, 'warehouse'),
    };
    const { me } = await ask(buyer, '{ me { id } }');
    const { placeOrder: order } = await ask(
      buyer,
      `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { ... on Order { id } } }`,
      orderOf([['DEMO-0001', 1]], 'tok_ok'),
    );
    const { createWebhookEndpoint: created } = await ask(
      partner,
      `mutation { createWebhookEndpoint(input: { url: "http://127.0.0.1:65001/cards",
        events: ["order.placed"] }) { ... on WebhookEndpointCreated { endpoint { id } } } }`,
    );
    ids = { order: order.id, endpoint: created.endpoint.id, user: me.id };
  });

  /** The answer to one attempt, as text. */
  async function answerTo([who, field]: Attempt, text: string, textType: string): Promise<string> {
    const given = { text, key: randomUUID(), email: `${randomUUID()}@example.com`, ...ids };
    const query = mutationOf(field, textType);
    const { data, errors } = await people[who].post({ query, variables: given });
    return JSON.stringify([data, errors.map(({ extensions }) => extensions)]);
  }

  async function accepted(
    attempts: Readonly<Record<string, Attempt>>,
    values: readonly string[],
    textType: string,
  ): Promise<string[]> {
    const found: string[] = [];
    for (const [name, attempt] of Object.entries(attempts)) {
      for (const value of values) {
        const answer = await answerTo(attempt, value, textType);
        if (!refusal.test(answer)) found.push(`${name}: ${value} → ${answer}`);
      }
    }
    return found;
  }

  test('are refused in every text', async () => {
    expect(await accepted(texts, inTexts, 'String!')).toEqual([]);
  });

  test('so are characters that change the direction of text, by the same check', async () => {
    expect(await accepted(texts, ['Ada\u202e'], 'String!')).toEqual([]);
  });

  test('are refused in every URL, also behind its escapes', async () => {
    expect(await accepted(urls, inUrls, 'URL!')).toEqual([]);
  });

  test('are stored nowhere, even where nothing refuses them', async () => {
    const [number = ''] = inTexts;
    const { anyone, buyer, support } = people;
    await anyone.post({
      query: `mutation { requestPasswordReset(email: "${number}@example.com") }`,
    });
    const login = `login(input: { email: "${number}@example.com", password: "${number}" })`;
    await anyone.post({ query: `mutation { ${login} { __typename } }` });
    await support.post({ query: `{ orders(filter: { search: "${number}" }) { nodes { id } } }` });
    await buyer.post({ query: `query Card${number} { a${number}: me { id } }` });
    await buyer.post({ query: `{ card${number} }` });
    await buyer.post({ query: '{ me { id } }' }, { 'x-request-id': `card-${number}` });
    await buyer.post({ query: '{ me { id } }' }, { 'apollographql-client-name': number });
    const query = `{ me { id } } # ${number}`;
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    await buyer.post({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } });
    for (const page of [`/${number}`, `/graphql?query={card${number}}`, `/docs/${number}`]) {
      await fetch(`${shop.url}${page}`).then((response) => response.body?.cancel());
    }
    await delay(sentWithinMs);
    expect(await placesOf(shop, received(), planted)).toEqual([]);
  });
}
