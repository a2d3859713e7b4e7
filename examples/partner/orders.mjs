import { PlaceOrder, Products, Stock } from '@orderprocessing/client';

/** Units per warehouse of the first products that match, which INVENTORY_READ shows. */
export async function readStock(client, filter, count) {
  const found = [];
  for await (const { sku } of client.list(Products, { filter, first: count })) {
    const product = await client.run(Stock, { sku });
    if (product) found.push(product);
    if (found.length === count) break;
  }
  return found;
}

/**
 * Places an order of the partner's own system. Its number there is the idempotency key: sent again,
 * also after a crash or by another process, it is the same order.
 */
export async function placeOrder(client, { number, sku, quantity }) {
  const outcome = await client.run(PlaceOrder, {
    input: {
      idempotencyKey: `partner-order-${number}`,
      currency: 'EUR',
      lines: [{ sku, quantity }],
      shippingAddress: {
        recipient: 'Ada Buyer',
        line1: 'Hauptstraße 1',
        city: 'Berlin',
        postalCode: '10115',
        country: 'DE',
      },
      payment: { token: 'tok_ok' },
    },
  });
  switch (outcome.__typename) {
    case 'Order':
      return outcome;
    case 'InsufficientStockError':
      throw new Error(`Only ${outcome.shortages.map(({ available }) => available)} are left.`);
    default:
      // Later versions of the API may add outcomes: each has a code and a message.
      throw new Error(`${outcome.code}: ${outcome.message}`);
  }
}
