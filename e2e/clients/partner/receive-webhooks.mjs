// A partner's script: it creates an endpoint with an API key, and verifies deliveries with the
// library of Standard Webhooks.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const url = `${process.env.SHOP_URL}/graphql`;

async function run(query, variables, headers) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

// Once, in the browser: sign in and create a key for the script.
const { login } = await run(`mutation {
  login(input: { email: "partner@example.com", password: "demo-password" }) {
    ... on Session { accessToken }
  }
}`);
const { createApiKey } = await run(
  `mutation {
    createApiKey(input: { name: "script", scopes: [WEBHOOKS_MANAGE, ORDERS_READ, ORDERS_WRITE] }) {
      ... on ApiKeyCreated { secret apiKey { id prefix } }
      ... on UserError { message }
    }
  }`,
  {},
  { authorization: `Bearer ${login.accessToken}` },
);
assert.match(createApiKey.secret, /^op_test_/, 'keys outside production say so');
const key = { 'x-api-key': createApiKey.secret };

const { webhookEventTypes } = await run(
  '{ webhookEventTypes { name description schema sample } }',
  {},
  key,
);
const names = webhookEventTypes.map(({ name }) => name);
assert.ok(names.includes('order.confirmed'), names.join());
for (const { name, sample, schema } of webhookEventTypes) {
  assert.equal(JSON.parse(sample).type, name);
  for (const field of JSON.parse(schema).required) {
    assert.ok(field in JSON.parse(sample), `the sample of ${name} has ${field}`);
  }
}

let secret = null;
const received = [];
const waiting = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const event = new Webhook(secret).verify(body, request.headers);
    received.push({ id: request.headers['webhook-id'], ...event });
    response.writeHead(204).end();
    for (const resolve of waiting.splice(0)) resolve();
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const delivery = async (type) => {
  while (!received.some((event) => event.type === type)) {
    await new Promise((resolve) => waiting.push(resolve));
  }
  return received.find((event) => event.type === type);
};

const { createWebhookEndpoint: created } = await run(
  `mutation ($input: WebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) {
      ... on WebhookEndpointCreated { signingSecret endpoint { id } }
      ... on UserError { message }
    }
  }`,
  { input: { url: `http://127.0.0.1:${server.address().port}/hook`, events: ['order.confirmed'] } },
  key,
);
assert.ok(created.signingSecret, created.message);
secret = created.signingSecret;

const { sendTestWebhook } = await run(
  `mutation ($id: ID!) {
    sendTestWebhook(endpointId: $id) {
      ... on WebhookDelivery { eventId eventType status }
      ... on UserError { message }
    }
  }`,
  { id: created.endpoint.id },
  key,
);
assert.equal(sendTestWebhook.eventType, 'webhook.test', sendTestWebhook.message);
assert.equal((await delivery('webhook.test')).id, sendTestWebhook.eventId);

const { placeOrder } = await run(
  `mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      ... on Order { id number status }
      ... on UserError { message }
    }
  }`,
  {
    input: {
      idempotencyKey: crypto.randomUUID(),
      currency: 'EUR',
      lines: [{ sku: 'DEMO-0035', quantity: 1 }],
      shippingAddress: {
        recipient: 'Ada Buyer',
        line1: 'Hauptstraße 1',
        city: 'Berlin',
        postalCode: '10115',
        country: 'DE',
      },
      payment: { token: 'tok_ok' },
    },
  },
  key,
);
const { data, timestamp } = await delivery('order.confirmed');
assert.deepEqual(
  [data.orderId, data.number, data.status],
  [placeOrder.id, placeOrder.number, 'CONFIRMED'],
);
assert.ok(!Number.isNaN(Date.parse(timestamp)));

// A tampered body does not pass.
const signed = new Webhook(secret);
const at = new Date();
const signature = signed.sign('msg_1', at, '{"a":1}');
assert.throws(() =>
  signed.verify('{"a":2}', {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signature,
  }),
);
process.exit();
