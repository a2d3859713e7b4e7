// Follows orders with the client of graphql-sse alone: a buyer one order, staff all of them.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-sse';

const url = `${process.env.SHOP_URL}/graphql`;

async function run(query, variables, token) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const signIn = async (name) => {
  const query = `mutation ($email: EmailAddress!) {
    login(input: { email: $email, password: "demo-password" }) {
      ... on Session { accessToken }
    }
  }`;
  return (await run(query, { email: `${name}@example.com` })).login.accessToken;
};

const placeOrder = async (token) => {
  const query = `mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) { ... on Order { id } ... on UserError { message } }
  }`;
  const input = {
    idempotencyKey: crypto.randomUUID(),
    currency: 'EUR',
    lines: [{ sku: 'DEMO-0034', quantity: 1 }],
    shippingAddress: {
      recipient: 'Ada Buyer',
      line1: 'Hauptstraße 1',
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    },
    payment: { token: 'tok_ok' },
  };
  const { placeOrder: placed } = await run(query, { input }, token);
  assert.ok(placed.id, placed.message);
  return placed.id;
};

const [customer, support] = await Promise.all([signIn('customer'), signIn('support')]);
const buyer = createClient({ url, headers: { authorization: `Bearer ${customer}` } });
const staff = createClient({ url, headers: { authorization: `Bearer ${support}` } });

// All orders: listen first, then order.
const everything = staff.iterate({
  query: 'subscription { ordersChanged { id status } }',
});
const changed = new Map();
const listening = (async () => {
  for await (const { data, errors } of everything) {
    if (errors) throw new Error(JSON.stringify(errors));
    for (const { id, status } of data.ordersChanged ?? []) changed.set(id, status);
  }
})();
listening.catch((error) => {
  process.stderr.write(`${error.stack ?? JSON.stringify(error)}\n`);
  process.exit(1);
});

const id = await placeOrder(customer);
const one = buyer.iterate({
  query: 'subscription ($id: ID!) { orderUpdated(id: $id) { id status } }',
  variables: { id },
});
const seen = [];
for await (const { data, errors } of one) {
  if (errors) throw new Error(JSON.stringify(errors));
  seen.push(data.orderUpdated.status);
  if (seen.length === 1) {
    const query = 'mutation ($id: ID!) { cancelOrder(id: $id, reason: "mistake") { __typename } }';
    await run(query, { id }, customer);
  }
  if (data.orderUpdated.status === 'CANCELLED') break;
}
assert.deepEqual([seen[0], seen.at(-1)], ['CONFIRMED', 'CANCELLED']);
while (changed.get(id) !== 'CANCELLED') await new Promise((resolve) => setTimeout(resolve, 100));
await everything.return();

// What the viewer may not see: one message that says so, then the end.
const foreign = buyer.iterate({
  query: 'subscription { orderUpdated(id: "nothing") { id } }',
});
const messages = [];
for await (const message of foreign) messages.push(message);
assert.equal(messages.length, 1);
assert.equal(messages[0].errors[0].extensions.code, 'NOT_FOUND');
process.exit();
