// A partner's program: reads stock, places an order, and learns by webhook what becomes of it.
import { createClient } from '@orderprocessing/client';
import { createEndpoint, createKey } from './access.mjs';
import { HandledEvents } from './deliveries.mjs';
import { placeOrder, readStock } from './orders.mjs';
import { startReceiver } from './receiver.mjs';

const url = process.env.API ?? 'http://localhost:4000/graphql';
const port = Number(process.env.HOOKS_PORT ?? 8090);
const person = {
  email: process.env.EMAIL ?? 'partner@example.com',
  password: process.env.PASSWORD ?? 'demo-password',
};
const deliveryDeadlineMs = 60_000;

const { apiKey, revoke } = await createKey(url, person);
const client = createClient({ url, apiKey, clientName: 'partner-example' });

const confirmed = Promise.withResolvers();
const receiver = {
  secret: [],
  handled: new HandledEvents(),
  work: async (event) => {
    console.log(`event    ${event.type} ${event.data.number} is ${event.data.status}`);
    if (event.type === 'order.confirmed') confirmed.resolve(event);
  },
};
const stop = await startReceiver(port, receiver);
const endpoint = await createEndpoint(client, `http://localhost:${port}/hooks`, [
  'order.placed',
  'order.confirmed',
]);
receiver.secret = endpoint.signingSecret;

const late = setTimeout(() => confirmed.reject(new Error('No event arrived.')), deliveryDeadlineMs);
try {
  const products = await readStock(client, { inStock: true, currency: 'EUR' }, 3);
  for (const { sku, available, stock } of products) {
    const places = stock.map(({ warehouse, onHand }) => `${warehouse.code} ${onHand}`).join(', ');
    console.log(`stock    ${sku}: ${available} available (${places})`);
  }
  const [product] = products;
  if (product === undefined) throw new Error('The shop has nothing in stock that costs EUR.');
  const wanted = {
    number: process.env.ORDER ?? crypto.randomUUID(),
    sku: product.sku,
    quantity: 1,
  };
  const order = await placeOrder(client, wanted);
  console.log(
    `order    ${order.number} is ${order.status}, ${order.total.amount} ${order.total.currency}`,
  );
  const again = await placeOrder(client, wanted);
  console.log(`again    ${again.number} is the same order: ${again.id === order.id}`);
  await confirmed.promise;
} finally {
  clearTimeout(late);
  await endpoint.remove();
  await revoke();
  await stop();
}
