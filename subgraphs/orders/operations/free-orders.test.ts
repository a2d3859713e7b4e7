import { expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, person } from '../testing/shop';

const shop = openForFile(async () => {
  const free = { taxPercent: '19', shipping: { default: '0' } };
  const opened = await openShop({ pricing: { countries: { default: free } } });
  opened.inventory.stock({ sku: 'FREE', onHand: 1_000, priceMinor: 0n });
  return opened;
});
const ada = person(uuidV7());
const clerk = person(uuidV7(), 'WAREHOUSE');
const support = person(uuidV7(), 'SUPPORT');

const shipOrder = `mutation ($input: ShipOrderInput!) { shipOrder(input: $input) {
  ... on Order { status attention { step } payment { status } } } }`;
const cancelOrder = `mutation ($id: ID!) { cancelOrder(id: $id, reason: "No.") {
  ... on Order { status attention { step } payment { status } } } }`;
const payment = (status: string) => ({ attention: null, payment: { status } });

const placed = () => shop.place(ada, { lines: [{ sku: 'FREE', quantity: 1 }] });

it('confirms and ships an order without money, and never asks the provider', async () => {
  const order = await placed();
  const paid = { status: 'AUTHORIZED', brand: null, last4: null };
  expect(order).toMatchObject({ status: 'CONFIRMED', total: { amount: '0.00' }, payment: paid });
  const parcel = { carrier: 'DHL', trackingCode: 'JD0146' };
  const input = { orderId: order.id, idempotencyKey: `key-${uuidV7()}`, ...parcel };
  const { data } = await shop.ask(clerk, shipOrder, { input });
  expect(data.shipOrder).toEqual({ status: 'SHIPPED', ...payment('CAPTURED') });
  expect(shop.bank.ledger).toEqual([]);
});

it('cancels one, and never asks the provider', async () => {
  const { id } = await placed();
  await shop.ask(support, cancelOrder, { id });
  const ended = async () => (await shop.ask(support, cancelOrder, { id })).data.cancelOrder;
  await expect.poll(ended).toEqual({ status: 'CANCELLED', ...payment('VOIDED') });
});
