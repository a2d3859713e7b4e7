// Shows an order live: HttpLink receives the subscription as a multipart response.
import assert from 'node:assert/strict';
import { orderOf } from '../buyer.mjs';
import { newClient } from './app.mjs';
import { ORDER, ORDER_CHANGES, PLACE_ORDER, SHIP_ORDER } from './operations.mjs';

const [buyer, warehouse] = [await newClient(), await newClient()];
await Promise.all([buyer.signUp(), warehouse.signIn('warehouse')]);

const placed = await buyer.client.mutate({
  mutation: PLACE_ORDER,
  variables: { input: orderOf('DEMO-0031', 1) },
});
assert.equal(placed.data.placeOrder.__typename, 'Order', JSON.stringify(placed.data));
const { id } = placed.data.placeOrder;
const shown = await buyer.client.query({ query: ORDER, variables: { id } });
assert.equal(shown.data.order.status, 'CONFIRMED');

const seen = [];
await new Promise((resolve, reject) => {
  const live = buyer.client.subscribe({ query: ORDER_CHANGES, variables: { id } }).subscribe({
    error: reject,
    complete: () => reject(new Error(`The stream ended after ${seen}.`)),
    next: ({ data, error }) => {
      if (error) return reject(error);
      seen.push(data.orderUpdated.status);
      if (seen.length === 1) {
        const input = {
          orderId: id,
          carrier: 'DHL',
          trackingCode: 'JD014600003',
          idempotencyKey: crypto.randomUUID(),
        };
        warehouse.client.mutate({ mutation: SHIP_ORDER, variables: { input } }).catch(reject);
      }
      if (data.orderUpdated.status !== 'SHIPPED') return;
      live.unsubscribe();
      resolve();
    },
  });
});
assert.equal(seen[0], 'CONFIRMED', 'the first message is the present state');

// The page that shows the order follows, because the cache has one copy of it.
const followed = buyer.client.readQuery({ query: ORDER, variables: { id } });
assert.equal(followed.order.status, 'SHIPPED');
assert.equal(followed.order.shipments[0].carrier, 'DHL');

const missing = await new Promise((resolve, reject) => {
  const results = [];
  buyer.client.subscribe({ query: ORDER_CHANGES, variables: { id: 'nothing' } }).subscribe({
    next: (result) => results.push(result),
    error: reject,
    complete: () => resolve(results),
  });
});
assert.equal(missing.length, 1);
assert.equal(missing[0].error.errors[0].extensions.code, 'NOT_FOUND');
buyer.client.stop();
warehouse.client.stop();
