import { beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopWith } from '../testing/shop';

const shipOrder = `mutation ($input: ShipOrderInput!) {
  shipOrder(input: $input) {
    __typename
    ... on UserError { code message }
    ... on Order { id status version payment { status captured { amount } }
      lines { sku shippedQuantity }
      shipments { carrier trackingCode trackingUrl lines { sku quantity } }
      timeline { type actor } }
    ... on InsufficientStockError { shortages { sku requested available } order { status } }
    ... on OrderStateError { status }
    ... on ConflictError { currentVersion }
    ... on ValidationError { fields { path } }
  }
}`;
const cancelOrder = `mutation ($id: ID!) { cancelOrder(id: $id, reason: "Too late?") {
  __typename ... on OrderStateError { status } ... on Order { status } } }`;

const shop = shopWith(
  { sku: 'A-1', onHand: 1_000 },
  { sku: 'B-2', onHand: 1_000 },
  { sku: 'FREE', onHand: 1_000, priceMinor: 0n },
);
let ada: Viewer;
const clerk = person(uuidV7(), 'WAREHOUSE');
beforeEach(() => {
  ada = person(uuidV7());
});

const lines = [
  { sku: 'A-1', quantity: 2 },
  { sku: 'B-2', quantity: 1 },
];

async function ship(viewer: Viewer, orderId: string, given = {}) {
  const input = {
    orderId,
    carrier: 'DHL',
    trackingCode: 'JD0146',
    trackingUrl: 'https://dhl.example/JD0146',
    idempotencyKey: `key-${uuidV7()}`,
    ...given,
  };
  const { data, codes } = await shop.ask(viewer, shipOrder, { input });
  return { ...data?.shipOrder, codes };
}

const captures = (id: string) =>
  shop.bank.ledger.filter(({ kind, key }) => kind === 'capture' && key.includes(id));

describe('shipOrder', () => {
  it('ships the whole order, a shipment a warehouse, and captures the total', async () => {
    const { id } = await shop.place(ada, { lines });
    const shipped = await ship(clerk, id);
    expect(shipped).toMatchObject({
      status: 'SHIPPED',
      version: 3,
      payment: { status: 'CAPTURED', captured: { amount: '41.53' } },
      lines: [{ shippedQuantity: 2 }, { shippedQuantity: 1 }],
    });
    expect(shipped.shipments).toHaveLength(2);
    expect(shipped.shipments[0]).toMatchObject({
      carrier: 'DHL',
      trackingCode: 'JD0146',
      trackingUrl: 'https://dhl.example/JD0146',
    });
    expect(shipped.timeline.at(-1)).toEqual({
      type: 'order.shipped',
      actor: `User:${clerk.kind === 'user' ? clerk.userId : ''}`,
    });
    expect(captures(id)).toMatchObject([{ amountMinor: 4_153n }]);
  });

  it('captures parts that add up to the total', async () => {
    const { id } = await shop.place(ada, { lines });
    const part = await ship(clerk, id, { lines: [{ sku: 'a-1', quantity: 1 }] });
    expect(part).toMatchObject({
      status: 'PARTIALLY_SHIPPED',
      payment: { status: 'PARTIALLY_CAPTURED' },
    });
    const rest = await ship(clerk, id);
    expect(rest).toMatchObject({
      status: 'SHIPPED',
      payment: { status: 'CAPTURED', captured: { amount: '41.53' } },
    });
    const amounts = captures(id).map(({ amountMinor }) => amountMinor);
    expect(amounts).toEqual([1_384n, 2_769n]);
  });

  it.each([
    ['first', ['FREE', 'A-1'], ['AUTHORIZED', 'CAPTURED']],
    ['last', ['A-1', 'FREE'], ['CAPTURED', 'CAPTURED']],
  ])('captures nothing for free goods that are shipped %s', async (_, skus, statuses) => {
    const each = skus.map((sku) => ({ sku, quantity: 1 }));
    const { id } = await shop.place(ada, { lines: each });
    for (const [index, line] of each.entries()) {
      const shipped = await ship(clerk, id, { lines: [line] });
      expect(shipped).toMatchObject({
        status: index === 0 ? 'PARTIALLY_SHIPPED' : 'SHIPPED',
        payment: { status: statuses[index] },
      });
    }
    expect(captures(id)).toHaveLength(1);
  });

  it('takes no more than what is left, and only what is in the order', async () => {
    const { id } = await shop.place(ada, { lines });
    const beyond = await ship(clerk, id, { lines: [{ sku: 'A-1', quantity: 3 }] });
    expect(beyond).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: ['lines', '0', 'quantity'] }],
    });
    const foreign = await ship(clerk, id, { lines: [{ sku: 'C-3', quantity: 1 }] });
    expect(foreign).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: ['lines', '0', 'sku'] }],
    });
  });

  it('ships once for one key, and refuses the key with another input', async () => {
    const { id } = await shop.place(ada, { lines });
    const given = { idempotencyKey: `key-${uuidV7()}` };
    const answers = await Promise.all(Array.from({ length: 5 }, () => ship(clerk, id, given)));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill('SHIPPED'));
    expect(answers[0].shipments).toHaveLength(2);
    expect(captures(id)).toHaveLength(1);
    const other = await ship(clerk, id, { ...given, carrier: 'UPS' });
    expect(other.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('answers each with their own shipment, although two use the same key', async () => {
    const { id } = await shop.place(ada, { lines });
    const idempotencyKey = `ship-${id}`;
    const [part] = lines;
    expect(await ship(clerk, id, { idempotencyKey, lines: [part] })).toMatchObject({
      status: 'PARTIALLY_SHIPPED',
    });
    const colleague = person(uuidV7(), 'WAREHOUSE');
    const given = { idempotencyKey, warehouse: 'NOWHERE' };
    expect((await ship(colleague, id, given)).code).toBe('INSUFFICIENT_STOCK');
    expect((await ship(colleague, id, given)).code).toBe('INSUFFICIENT_STOCK');
    const again = await ship(clerk, id, { idempotencyKey, lines: [part] });
    expect(again).toMatchObject({ status: 'PARTIALLY_SHIPPED' });
  });

  it('says what a warehouse lacks, and ships nothing', async () => {
    const { id } = await shop.place(ada, { lines });
    const given = { warehouse: 'NOWHERE', idempotencyKey: `key-${uuidV7()}` };
    for (let times = 0; times < 2; times += 1) {
      expect(await ship(clerk, id, given)).toMatchObject({
        code: 'INSUFFICIENT_STOCK',
        message: 'Not enough in stock at NOWHERE: A-1, B-2.',
        order: { status: 'CONFIRMED' },
      });
    }
    expect((await ship(clerk, id)).status).toBe('SHIPPED');
  });

  it('is valid even if the capture fails; the capture is retried', async () => {
    const { id } = await shop.place(ada, { lines });
    shop.bank.faults.plan('capture', ...Array(20).fill('lostRequest'));
    const slow = shop.otherProcess();
    const shipping = ship(clerk, id);
    await expect.poll(async () => (await slow.store.journal.read(id))?.status).toBe('SHIPPED');
    expect((await slow.store.journal.read(id))?.paymentStatus).toBe('AUTHORIZED');
    shop.bank.faults.clear();
    expect((await shipping).payment.status).toBe('CAPTURED');
  });

  it('loses to a cancellation, and a cancellation to it, never both', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await shop.place(ada, { lines });
      const [shipped, cancelled] = await Promise.all([
        ship(clerk, id),
        shop.ask(ada, cancelOrder, { id }).then(({ data }) => data.cancelOrder),
      ]);
      const isShipped = shipped.__typename === 'Order';
      expect(shipped).toMatchObject(isShipped ? { status: 'SHIPPED' } : { code: 'ORDER_STATE' });
      expect(cancelled.status).toBe(isShipped ? 'SHIPPED' : 'CANCELLED');
      expect(cancelled.__typename).toBe(isShipped ? 'OrderStateError' : 'Order');
    }
  });

  it('resumes where a process died between the shelves and the journal', async () => {
    const { id } = await shop.place(ada, { lines });
    shop.inventory.faults.plan('shipStock', 'deathAfter');
    const deaths = shop.inventory.faults.deaths + 1;
    const shipping = ship(clerk, id);
    await expect.poll(() => shop.inventory.faults.deaths).toBe(deaths);
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    expect(await shipping).toMatchObject({ status: 'SHIPPED' });
    shop.inventory.faults.wake();
    const { rows } = await shop.pool.query('SELECT 1 FROM shipments WHERE order_id = $1', [id]);
    expect(rows).toHaveLength(2);
  });

  it('refuses an order that does not exist, has another version, or is not decided', async () => {
    const { id } = await shop.place(ada);
    expect((await ship(clerk, uuidV7())).code).toBe('NOT_FOUND');
    expect(await ship(clerk, id, { expectedVersion: 1 })).toMatchObject({ currentVersion: 2 });
    const waiting = await shop.place(ada, { payment: { token: 'tok_action' } });
    expect(await ship(clerk, waiting.id)).toMatchObject({ code: 'ORDER_STATE', status: 'PENDING' });
  });

  it.each([
    'ftp://x.example/',
    'https://dhl.example@evil.example/',
    'https://user:word@evil.example/',
  ])('refuses the tracking URL %s', async (trackingUrl) => {
    const { id } = await shop.place(ada);
    expect((await ship(clerk, id, { trackingUrl })).code).toBe('VALIDATION');
  });
});
