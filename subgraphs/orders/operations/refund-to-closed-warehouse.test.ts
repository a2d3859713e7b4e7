import { beforeEach, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopWith } from '../testing/shop';

const refundOrder = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) {
    __typename
    ... on ValidationError { fields { path message } }
  }
}`;
const shipOrder = `mutation ($input: ShipOrderInput!) {
  shipOrder(input: $input) { ... on Order { id } } }`;

const resolveOrder = `mutation ($id: ID!, $action: ResolveAction!) {
  resolveOrder(id: $id, action: $action, note: "Made room") { ... on Order {
    allowedActions attention { step reason } refunds { status lines { quantity restocked } } } } }`;

const shop = shopWith({ sku: 'A-1' });
beforeEach(() => shop.inventory.closed.clear());

/** Shipped from WEST. */
async function shipped(): Promise<string> {
  const { id } = await shop.place(person(uuidV7()), { lines: [{ sku: 'A-1', quantity: 3 }] });
  const input = { orderId: id, carrier: 'DHL', trackingCode: 'JD0146', idempotencyKey: uuidV7() };
  await shop.ask(person(uuidV7(), 'WAREHOUSE'), shipOrder, { input });
  return id;
}

async function giveBack(orderId: string, line: object) {
  const lines = [{ sku: 'a-1', quantity: 1, ...line }];
  const input = { orderId, amount: '1', reason: 'Broken', lines, idempotencyKey: uuidV7() };
  const { data } = await shop.ask(person(uuidV7(), 'SUPPORT'), refundOrder, { input });
  return data.refundOrder;
}

const restocks = (id: string) =>
  shop.inventory.effects.filter((effect) => effect.includes(`${id}-restock`));

it('does not restock in a closed warehouse, named or not, and changes nothing', async () => {
  const id = await shipped();
  shop.inventory.closed.add('WEST');
  const path = ['lines', '0', 'warehouse'];
  expect(await giveBack(id, { restock: true })).toMatchObject({
    fields: [{ path, message: 'WEST, which shipped it, is closed. Name another warehouse.' }],
  });
  expect(await giveBack(id, { restock: true, warehouse: 'west' })).toMatchObject({
    fields: [{ path, message: 'There is no warehouse west, or it is closed.' }],
  });
  expect(restocks(id)).toEqual([]);
  expect(shop.bank.ledger.filter(({ kind, key }) => kind === 'refund' && key.includes(id))).toEqual(
    [],
  );
});

it('asks a person about units that a warehouse can never take, and loses none of them', async () => {
  const id = await shipped();
  const resolve = async (action: string) => {
    const { data } = await shop.ask(person(uuidV7(), 'SUPPORT'), resolveOrder, { id, action });
    return data.resolveOrder;
  };
  shop.inventory.full.add('A-1');
  await giveBack(id, { restock: true });
  const refused = {
    attention: { step: 'RESTOCK', reason: 'WEST would have more units of A-1 than it can.' },
    allowedActions: ['REFUND', 'RETRY', 'UNDO'],
    refunds: [{ status: 'SUCCEEDED', lines: [{ quantity: 1, restocked: false }] }],
  };
  expect(await resolve('RETRY')).toMatchObject(refused);
  shop.inventory.full.clear();
  expect(await resolve('RETRY')).toMatchObject({
    attention: null,
    refunds: [{ lines: [{ restocked: true }] }],
  });
  expect(restocks(id)).toEqual([`restock order-${id}-restock-1 A-1 1 WEST`]);
});

it('restocks in another warehouse, or refunds without restocking', async () => {
  const id = await shipped();
  shop.inventory.closed.add('WEST');
  expect(await giveBack(id, { restock: false })).toEqual({ __typename: 'Order' });
  expect(await giveBack(id, { restock: true, warehouse: 'EAST' })).toEqual({ __typename: 'Order' });
  expect(restocks(id)).toEqual([`restock order-${id}-restock-2 A-1 1 EAST`]);
});
