// Shows an order live in both ways that urql knows: its own subscriptionExchange with graphql-sse,
// and fetchSubscriptions. The page follows through graphcache.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-sse';
import { gql, subscriptionExchange } from 'urql';
import { orderOf, url } from '../buyer.mjs';
import { newClient, PLACE_ORDER, SHIP_ORDER } from './app.mjs';

const warnings = [];
globalThis.console.warn = (...message) => warnings.push(message.join(' '));

const ORDER = gql`
  query ($id: ID!) {
    order(id: $id) {
      id
      status
      total {
        amount
        currency
      }
    }
  }
`;

const ORDER_CHANGES = gql`
  subscription ($id: ID!) {
    orderUpdated(id: $id) {
      id
      status
    }
  }
`;

const withGraphqlSse = (session) => {
  const events = createClient({
    url,
    headers: () => ({ Authorization: `Bearer ${session().accessToken}` }),
  });
  return [
    subscriptionExchange({
      forwardSubscription: (request) => ({
        subscribe: (sink) => ({
          unsubscribe: events.subscribe({ ...request, query: request.query ?? '' }, sink),
        }),
      }),
    }),
  ];
};

const warehouse = await newClient();
await warehouse.signIn('warehouse');

for (const options of [{ exchanges: withGraphqlSse }, { fetchSubscriptions: true }]) {
  let updates = 0;
  const onUpdate = () => {
    updates += 1;
  };
  const buyer = await newClient({
    ...options,
    updates: { Subscription: { orderUpdated: onUpdate } },
  });
  await buyer.signUp();
  const placed = await buyer.client
    .mutation(PLACE_ORDER, { input: orderOf('DEMO-0033', 1) })
    .toPromise();
  assert.ifError(placed.error);
  const { id } = placed.data.placeOrder;

  const shown = [];
  const page = buyer.client.query(ORDER, { id }).subscribe(({ data, error }) => {
    assert.ifError(error);
    if (data?.order) shown.push(data.order.status);
  });
  const seen = [];
  await new Promise((resolve, reject) => {
    const live = buyer.client.subscription(ORDER_CHANGES, { id }).subscribe(({ data, error }) => {
      if (error) return reject(error);
      if (!data?.orderUpdated) return;
      seen.push(data.orderUpdated.status);
      if (seen.length === 1) {
        const input = {
          orderId: id,
          carrier: 'DHL',
          trackingCode: 'JD014600003',
          idempotencyKey: crypto.randomUUID(),
        };
        warehouse.client
          .mutation(SHIP_ORDER, { input })
          .toPromise()
          .then((outcome) => outcome.error && reject(outcome.error), reject);
      }
      if (data.orderUpdated.status !== 'SHIPPED') return;
      live.unsubscribe();
      resolve();
    });
  });
  page.unsubscribe();
  assert.equal(seen[0], 'CONFIRMED', 'the first message is the present state');
  assert.equal(shown.at(-1), 'SHIPPED', 'the page follows the cache');
  assert.equal(updates, seen.length);
}
assert.deepEqual(warnings, []);
process.exit();
