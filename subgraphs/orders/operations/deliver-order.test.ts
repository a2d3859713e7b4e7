import { expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopWith } from '../testing/shop';

const shipOrder = `mutation ($input: ShipOrderInput!) {
  shipOrder(input: $input) { ... on Order { shipments { id } } } }`;
const deliverOrder = `mutation ($id: ID!, $shipmentId: ID, $version: Int) {
  deliverOrder(id: $id, shipmentId: $shipmentId, expectedVersion: $version) {
    __typename
    ... on UserError { code }
    ... on Order { status version shipments { id deliveredAt } timeline { type } }
    ... on OrderStateError { status }
    ... on ConflictError { currentVersion }
  }
}`;

const shop = shopWith({ sku: 'A-1', onHand: 1_000 }, { sku: 'B-2', onHand: 1_000 });
const ada = person(uuidV7());
const clerk = person(uuidV7(), 'WAREHOUSE');

const lines = [
  { sku: 'A-1', quantity: 2 },
  { sku: 'B-2', quantity: 1 },
];

async function shippedOrder(part?: object[]) {
  const { id } = await shop.place(ada, { lines });
  const input = {
    orderId: id,
    carrier: 'DHL',
    trackingCode: 'JD0146',
    idempotencyKey: `key-${uuidV7()}`,
    lines: part,
  };
  const { data } = await shop.ask(clerk, shipOrder, { input });
  const shipments: string[] = data.shipOrder.shipments.map((one: { id: string }) => one.id);
  return { id, shipments };
}

async function deliver(viewer: Viewer, id: string, given = {}) {
  const { data, codes } = await shop.ask(viewer, deliverOrder, { id, ...given });
  return { ...data?.deliverOrder, codes };
}

it('delivers all shipments, once', async () => {
  const { id } = await shippedOrder();
  const delivered = await deliver(clerk, id);
  expect(delivered).toMatchObject({ status: 'DELIVERED', version: 4 });
  expect(delivered.timeline.at(-1).type).toBe('order.delivered');
  expect((await deliver(clerk, id, { version: 1 })).version).toBe(4);
});

it('is DELIVERED only when every shipment is', async () => {
  const { id, shipments } = await shippedOrder();
  const first = await deliver(clerk, id, { shipmentId: shipments[0] });
  expect(first.status).toBe('SHIPPED');
  expect((await deliver(clerk, id, { shipmentId: shipments[0] })).version).toBe(first.version);
  const shipmentId = shipments[1]?.toUpperCase();
  expect((await deliver(clerk, id, { shipmentId })).status).toBe('DELIVERED');
});

it('stays PARTIALLY_SHIPPED while something is not shipped', async () => {
  const { id } = await shippedOrder([{ sku: 'B-2', quantity: 1 }]);
  expect((await deliver(clerk, id)).status).toBe('PARTIALLY_SHIPPED');
});

it('refuses what is not shipped, not there, not the present version, or not allowed', async () => {
  const { id: placed } = await shop.place(ada, { lines });
  expect(await deliver(clerk, placed)).toMatchObject({ code: 'ORDER_STATE', status: 'CONFIRMED' });
  const { id } = await shippedOrder();
  expect((await deliver(clerk, uuidV7())).code).toBe('NOT_FOUND');
  expect((await deliver(clerk, id, { shipmentId: uuidV7() })).code).toBe('NOT_FOUND');
  expect(await deliver(clerk, id, { version: 1 })).toMatchObject({ currentVersion: 3 });
  expect((await deliver(ada, id)).codes).toEqual(['FORBIDDEN']);
});

it('answers an imported order, which was delivered without shipments', async () => {
  const { id } = await shop.place(ada, { lines });
  await shop.pool.query(`UPDATE orders SET status = 'DELIVERED' WHERE id = $1`, [id]);
  expect(await deliver(clerk, id)).toMatchObject({ status: 'DELIVERED', version: 2 });
});
