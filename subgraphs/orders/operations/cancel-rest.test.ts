import { beforeEach, describe, expect, it } from 'vitest';
import { PaymentRefusedError } from '../../../payments/provider';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopWith } from '../testing/shop';

const parts = `id status version allowedActions payment { status captured { amount } }
  lines { sku quantity shippedQuantity cancelledQuantity }
  shipments { id } timeline { type from to }`;
const cancelOrder = `mutation ($id: ID!) { cancelOrder(id: $id, reason: "Sold out for good") {
  __typename ... on UserError { code } ... on Order { ${parts} } } }`;
const shipOrder = `mutation ($input: ShipOrderInput!) {
  shipOrder(input: $input) { __typename ... on UserError { code } ... on Order { ${parts} } } }`;
const deliverOrder = `mutation ($id: ID!) { deliverOrder(id: $id) {
  __typename ... on Order { status } } }`;

const shop = shopWith({ sku: 'A-1', onHand: 1_000 }, { sku: 'B-2', onHand: 1_000 });
let ada: Viewer;
const clerk = person(uuidV7(), 'WAREHOUSE');
const support = person(uuidV7(), 'SUPPORT');
beforeEach(() => {
  ada = person(uuidV7());
});

async function cancel(viewer: Viewer, id: string) {
  const { data, codes } = await shop.ask(viewer, cancelOrder, { id });
  return { ...data?.cancelOrder, codes };
}

async function ship(orderId: string, lines: object[] | null = null) {
  const input = {
    orderId,
    lines,
    carrier: 'DHL',
    trackingCode: 'JD',
    idempotencyKey: `key-${uuidV7()}`,
  };
  return (await shop.ask(clerk, shipOrder, { input })).data.shipOrder;
}

const lines = [
  { sku: 'A-1', quantity: 3 },
  { sku: 'B-2', quantity: 1 },
];

async function partlyShipped() {
  const { id } = await shop.place(ada, { lines });
  return ship(id, [{ sku: 'A-1', quantity: 1 }]);
}

const ledger = (id: string) =>
  shop.bank.ledger.filter(({ key }) => key.includes(id)).map(({ kind }) => kind);

const actionsOfClerk = async (id: string) => {
  const query = 'query ($id: ID!) { order(id: $id) { allowedActions } }';
  return (await shop.ask(clerk, query, { id })).data.order.allowedActions;
};

const published = async (id: string) => {
  const { rows } = await shop.pool.query(
    'SELECT type, status FROM outbox WHERE order_id = $1 ORDER BY position DESC LIMIT 1',
    [id],
  );
  return rows[0];
};

const deliver = async (id: string) =>
  (await shop.ask(clerk, deliverOrder, { id })).data.deliverOrder.status;

describe('cancelling the rest of an order', () => {
  it('leaves what was shipped, frees what was not, and releases the rest of the money', async () => {
    const before = shop.inventory.available('A-1');
    const { id, payment } = await partlyShipped();
    expect(shop.inventory.available('A-1')).toBe(before - 3);
    const cancelled = await cancel(support, id);
    expect(cancelled).toMatchObject({
      status: 'SHIPPED',
      payment: { status: 'PARTIALLY_CAPTURED', captured: payment.captured },
      lines: [
        { quantity: 3, shippedQuantity: 1, cancelledQuantity: 2 },
        { quantity: 1, shippedQuantity: 0, cancelledQuantity: 1 },
      ],
      allowedActions: ['REFUND'],
    });
    expect(cancelled.timeline.at(-1)).toEqual({
      type: 'order.rest_cancelled',
      from: 'PARTIALLY_SHIPPED',
      to: 'SHIPPED',
    });
    expect(await published(id)).toEqual({ type: 'order.shipped', status: 'SHIPPED' });
    expect(shop.inventory.available('A-1')).toBe(before - 1);
    await expect.poll(() => ledger(id)).toEqual(['authorization', 'capture', 'void']);
    expect((await ship(id)).code).toBe('ORDER_STATE');
    expect(await deliver(id)).toBe('DELIVERED');
  });

  it('lets an order end whose parcels had all arrived before', async () => {
    const { id } = await partlyShipped();
    expect(await actionsOfClerk(id)).toEqual(['SHIP', 'DELIVER']);
    expect(await deliver(id)).toBe('PARTIALLY_SHIPPED');
    expect(await actionsOfClerk(id)).toEqual(['SHIP']);
    expect((await cancel(support, id)).status).toBe('SHIPPED');
    expect(await actionsOfClerk(id)).toEqual(['DELIVER']);
    expect(await deliver(id)).toBe('DELIVERED');
    expect(await deliver(id)).toBe('DELIVERED');
  });

  it('is answered again and not done again, as after a lost answer', async () => {
    const { id } = await partlyShipped();
    const { status, lines: cut, timeline } = await cancel(support, id);
    expect(await cancel(support, id)).toMatchObject({ status, lines: cut, timeline });
    await deliver(id);
    expect(await cancel(support, id)).toMatchObject({ status: 'DELIVERED', lines: cut });
    expect((await cancel(ada, id)).code).toBe('ORDER_STATE');
    const { id: whole } = await shop.place(ada, { lines });
    await ship(whole);
    expect((await cancel(support, whole)).code).toBe('ORDER_STATE');
  });

  it('voids only once what was shipped is captured', async () => {
    const { id } = await shop.place(ada, { lines });
    shop.bank.faults.plan('capture', ...Array(9).fill('lostRequest'));
    const shipping = ship(id, [{ sku: 'A-1', quantity: 1 }]);
    const { store } = shop.otherProcess();
    await expect.poll(async () => (await store.journal.read(id))?.status).toBe('PARTIALLY_SHIPPED');
    expect((await cancel(support, id)).status).toBe('SHIPPED');
    await shipping;
    shop.bank.faults.clear();
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    await expect.poll(() => ledger(id)).toEqual(['authorization', 'capture', 'void']);
  });

  it('is answered while the payment provider does not answer', async () => {
    const before = shop.inventory.available('A-1');
    const { id } = await shop.place(ada, { lines });
    shop.bank.faults.plan('capture', 'deathBefore', 'deathBefore');
    const shipping = ship(id, [{ sku: 'A-1', quantity: 1 }]);
    const { store } = shop.otherProcess();
    await expect.poll(async () => (await store.journal.read(id))?.status).toBe('PARTIALLY_SHIPPED');
    expect(await cancel(support, id)).toMatchObject({ status: 'SHIPPED', codes: [] });
    expect(shop.inventory.available('A-1')).toBe(before - 1);
    shop.bank.faults.wake();
    await shipping;
    await expect.poll(() => ledger(id)).toEqual(['authorization', 'capture', 'void']);
  });

  it('answers a retry of a refused capture at once, while its void waits', async () => {
    const { capture } = shop.bank;
    shop.bank.capture = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
    const { id } = await partlyShipped();
    await cancel(support, id);
    const retry = `mutation ($id: ID!) { resolveOrder(id: $id, action: RETRY, note: "Again") {
      ... on Order { attention { step } } } }`;
    const { data } = await shop.ask(support, retry, { id });
    expect(data.resolveOrder.attention.step).toBe('CAPTURE');
    shop.bank.capture = capture;
    await shop.ask(support, retry, { id });
    await expect.poll(() => ledger(id)).toEqual(['authorization', 'capture', 'void']);
  });

  it('voids nothing where the rest was worth nothing', async () => {
    shop.inventory.stock({ sku: 'GIFT', priceMinor: 0n });
    const gift = { sku: 'GIFT', quantity: 1 };
    const { id } = await shop.place(ada, { lines: [...lines, gift] });
    await ship(id, lines);
    expect(await cancel(support, id)).toMatchObject({
      status: 'SHIPPED',
      payment: { status: 'CAPTURED' },
    });
    const { store } = shop.otherProcess();
    const stateOfVoid = async () =>
      (await store.journal.read(id))?.effects.find(({ kind }) => kind === 'VOID')?.state;
    await expect.poll(stateOfVoid).toBe('SKIPPED');
    expect(ledger(id)).toEqual(['authorization', 'capture']);
  });

  it('wins or loses against a shipment of the rest, never both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await partlyShipped();
      const [shipped, cancelled] = await Promise.all([ship(id), cancel(support, id)]);
      expect([shipped.code, cancelled.code].sort()).toEqual(['ORDER_STATE', undefined]);
      const [cut] = (shipped.code ? cancelled : shipped).lines;
      expect(cut.shippedQuantity + cut.cancelledQuantity).toBe(3);
    }
  });
});
