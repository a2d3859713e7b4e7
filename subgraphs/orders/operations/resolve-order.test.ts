import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PaymentRefusedError } from '../../../payments/provider';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { attemptsUntilAttention } from '../domain/effect';
import { person, shopForFile } from '../testing/shop';

const parts = `id status statusReason version allowedActions payment { status }
  attention { step reason } timeline { type note }`;
const resolveOrder = `mutation ($id: ID!, $action: ResolveAction!, $note: String!, $version: Int) {
  resolveOrder(id: $id, action: $action, note: $note, expectedVersion: $version) {
    __typename
    ... on UserError { code }
    ... on Order { ${parts} }
    ... on ConflictError { currentVersion }
    ... on ValidationError { fields { path } }
  }
}`;
const shipOrder = 'mutation ($input: ShipOrderInput!) { shipOrder(input: $input) { __typename } }';

const shop = shopForFile();
let ada: Viewer;
const clerk = person(uuidV7(), 'WAREHOUSE');
const support = person(uuidV7(), 'SUPPORT');
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
});
beforeEach(() => {
  ada = person(uuidV7());
});

async function resolve(viewer: Viewer, id: string, action: string, given = {}) {
  const variables = { id, action, note: 'Called them', ...given };
  const { data, codes } = await shop.ask(viewer, resolveOrder, variables);
  return { ...data?.resolveOrder, codes };
}

const stepsAtBank = (id: string) =>
  shop.bank.ledger.filter(({ key }) => key.includes(id)).map(({ kind }) => kind);

async function read(id: string, viewer = support) {
  const query = `query ($id: ID!) { order(id: $id) { ${parts} } }`;
  return (await shop.ask(viewer, query, { id })).data.order;
}

/** How long requests wait for a bank that does not answer. */
const waitMs = 600;

/** Ships the order, while every call for the money is lost until a person has to look. */
async function shippedUnpaid() {
  const { id } = await shop.place(ada);
  shop.bank.faults.plan('capture', ...Array(200).fill('lostRequest'));
  const input = { orderId: id, carrier: 'DHL', trackingCode: 'J', idempotencyKey: `key-${id}` };
  await shop.givingUpAfter(waitMs, () => shop.ask(clerk, shipOrder, { input }));
  await shop.pool.query(
    `UPDATE effects SET attempts = $2 WHERE order_id = $1 AND kind = 'CAPTURE'`,
    [id, attemptsUntilAttention - 1],
  );
  await shop.endLeases();
  await shop.givingUpAfter(waitMs, () => shop.otherProcess().takeOver());
  shop.bank.faults.clear();
  return id;
}

const cancelOrder = `mutation ($id: ID!) {
  cancelOrder(id: $id, reason: "Sold out") { __typename } }`;
const refundOrder = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) { __typename } }`;

/** Makes the last step of the kind fail once more, until a person has to look. */
async function failed(id: string, kind: string) {
  await shop.pool.query(
    `UPDATE effects SET attempts = $3, next_at = now()
     WHERE order_id = $1 AND kind = $2::"EffectKind" AND state = 'PENDING'`,
    [id, kind, attemptsUntilAttention - 1],
  );
  await shop.endLeases();
  await shop.givingUpAfter(waitMs, () => shop.otherProcess().takeOver());
  shop.bank.faults.clear();
  expect((await read(id)).attention.step).toBe(kind);
}

async function shipPart(id: string, quantity: number) {
  const lines = [{ sku: 'A-1', quantity }];
  const idempotencyKey = `key-${uuidV7()}`;
  const input = { orderId: id, carrier: 'DHL', trackingCode: 'J', idempotencyKey, lines };
  await shop.givingUpAfter(waitMs, () => shop.ask(clerk, shipOrder, { input }));
}

/** An order that cannot be decided, until a person has to look. */
async function placedUndecided() {
  shop.bank.faults.plan('authorize', ...Array(200).fill('lostRequest'));
  const { id } = await shop.givingUpAfter(waitMs, () => shop.place(ada));
  const { store, takeOver } = shop.otherProcess();
  const lease = async () => (await store.journal.read(id))?.leaseUntil;
  await expect.poll(lease).toBeNull();
  await shop.pool.query(
    `UPDATE effects SET attempts = $2 WHERE order_id = $1 AND kind = 'AUTHORIZE'`,
    [id, attemptsUntilAttention - 1],
  );
  await shop.endLeases();
  await shop.givingUpAfter(waitMs, takeOver);
  shop.bank.faults.clear();
  return id;
}

const captures = (id: string) =>
  shop.bank.ledger.filter(({ kind, key }) => kind === 'capture' && key.includes(id));

describe('a step that keeps failing', () => {
  it('parks the order where staff find it, and its owner sees nothing of it', async () => {
    const id = await shippedUnpaid();
    expect(await read(id)).toMatchObject({
      status: 'SHIPPED',
      attention: { step: 'CAPTURE' },
      allowedActions: ['RETRY'],
    });
    expect(await read(id, ada)).toMatchObject({ attention: null, allowedActions: [] });
    const list = '{ orders(filter: { needsAttention: true }) { edges { node { id } } } }';
    const { data } = await shop.ask(support, list);
    expect(data.orders.edges.map(({ node }: { node: { id: string } }) => node.id)).toContain(id);
  });

  it('parks no more once it came right by itself', async () => {
    const id = await shippedUnpaid();
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    expect(await read(id)).toMatchObject({ payment: { status: 'CAPTURED' }, attention: null });
  });
});

describe('resolveOrder', () => {
  it('runs the step again', async () => {
    const id = await shippedUnpaid();
    const resolved = await resolve(support, id, 'RETRY');
    expect(resolved).toMatchObject({
      status: 'SHIPPED',
      payment: { status: 'CAPTURED' },
      attention: null,
    });
    expect(resolved.timeline.at(-1)).toEqual({ type: 'order.retried', note: 'Called them' });
    expect(captures(id)).toHaveLength(1);
    expect((await resolve(support, id, 'RETRY')).code).toBe('ORDER_STATE');
  });

  it('parks the order again where the step fails again', async () => {
    const id = await shippedUnpaid();
    shop.bank.faults.plan('capture', ...Array(200).fill('lostRequest'));
    await shop.givingUpAfter(waitMs, () => resolve(support, id, 'RETRY'));
    const step = async () => (await read(id)).attention?.step;
    await expect.poll(step).toBe('CAPTURE');
    shop.bank.faults.clear();
  });

  it('does not undo what may have happened', async () => {
    const id = await shippedUnpaid();
    expect((await resolve(support, id, 'UNDO')).code).toBe('ORDER_STATE');
    expect((await read(id)).attention.step).toBe('CAPTURE');
  });

  it('gives a step up that was refused for good, or asks for it once more', async () => {
    const { id } = await shop.place(ada);
    const capture = shop.bank.capture;
    shop.bank.capture = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
    const input = { orderId: id, carrier: 'DHL', trackingCode: 'J', idempotencyKey: `key-${id}` };
    await shop.ask(clerk, shipOrder, { input });
    expect(await read(id)).toMatchObject({
      attention: { step: 'CAPTURE', reason: 'closed' },
      allowedActions: ['RETRY', 'UNDO'],
    });
    expect((await resolve(support, id, 'RETRY')).attention).toMatchObject({ reason: 'closed' });
    const given = await resolve(support, id, 'UNDO');
    expect(given).toMatchObject({ status: 'SHIPPED', attention: null, allowedActions: [] });
    expect(given.timeline.at(-1)).toMatchObject({ type: 'order.step_given_up' });
    shop.bank.capture = capture;
    await expect.poll(async () => (await read(id)).payment.status).toBe('VOIDED');
    expect(stepsAtBank(id)).toEqual(['authorization', 'void']);
  });

  it('releases what was given up of an earlier shipment after the last one', async () => {
    const { id } = await shop.place(ada);
    const capture = shop.bank.capture;
    shop.bank.capture = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
    await shipPart(id, 1);
    expect(await resolve(support, id, 'UNDO')).toMatchObject({ status: 'PARTIALLY_SHIPPED' });
    shop.bank.capture = capture;
    expect(stepsAtBank(id)).toEqual(['authorization']);
    await shipPart(id, 1);
    await expect.poll(() => stepsAtBank(id)).toEqual(['authorization', 'capture', 'void']);
    expect(await read(id)).toMatchObject({ payment: { status: 'PARTIALLY_CAPTURED' } });
  });

  it('does not run again what was given up when a later step fails', async () => {
    const { id } = await shop.place(ada);
    const capture = shop.bank.capture;
    shop.bank.capture = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
    await shipPart(id, 1);
    expect(await resolve(support, id, 'UNDO')).toMatchObject({ attention: null });
    shop.bank.capture = capture;
    shop.bank.faults.plan('capture', ...Array(200).fill('lostRequest'));
    await shipPart(id, 1);
    await failed(id, 'CAPTURE');
    expect(await resolve(support, id, 'RETRY')).toMatchObject({ attention: null });
    expect(captures(id).map(({ key }) => key)).toEqual([`order-${id}-capture-2`]);
  });

  it('comes to the next step that was refused, once the first is resolved', async () => {
    const { id } = await shop.place(ada);
    const { capture, void: release } = shop.bank;
    const refuse = () => Promise.reject(new PaymentRefusedError('payment_unknown', 'No such.'));
    Object.assign(shop.bank, { capture: refuse, void: refuse });
    await shipPart(id, 1);
    await shop.ask(support, cancelOrder, { id });
    expect((await read(id)).attention.step).toBe('CAPTURE');
    Object.assign(shop.bank, { capture });
    expect(await resolve(support, id, 'RETRY')).toMatchObject({
      payment: { status: 'PARTIALLY_CAPTURED' },
      attention: { step: 'VOID', reason: 'payment_unknown' },
    });
    Object.assign(shop.bank, { void: release });
    expect(await resolve(support, id, 'RETRY')).toMatchObject({ attention: null });
    expect(stepsAtBank(id)).toEqual(['authorization', 'capture', 'void']);
  });

  it('keeps the payment until a person gives up what could not be captured', async () => {
    const { id } = await shop.place(ada);
    const capture = shop.bank.capture;
    shop.bank.capture = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
    await shipPart(id, 1);
    await shop.ask(support, cancelOrder, { id });
    shop.bank.capture = capture;
    const { store } = shop.otherProcess();
    const stepOf = async (step: string) =>
      (await store.journal.read(id))?.effects.find(({ kind }) => kind === step);
    await expect.poll(async () => (await stepOf('VOID'))?.due).toBe(false);
    expect(await stepOf('VOID')).toMatchObject({ state: 'PENDING', attempts: 0 });
    expect(await resolve(support, id, 'UNDO')).toMatchObject({ attention: null });
    await expect.poll(() => stepsAtBank(id)).toEqual(['authorization', 'void']);
  });

  it('does not repeat a refund that was refused, and asked for again', async () => {
    const { id } = await shop.place(ada);
    await shipPart(id, 2);
    const askFor = (amount: string) => {
      const idempotencyKey = `key-${uuidV7()}`;
      const input = { orderId: id, amount, reason: 'It was broken', idempotencyKey };
      return shop.givingUpAfter(waitMs, () => shop.ask(support, refundOrder, { input }));
    };
    const refund = shop.bank.refund;
    shop.bank.refund = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
    await askFor('5');
    shop.bank.refund = refund;
    shop.bank.faults.plan('refund', ...Array(200).fill('lostRequest'));
    await askFor('5');
    await failed(id, 'REFUND');
    expect(await resolve(support, id, 'RETRY')).toMatchObject({ attention: null });
    const refunds = shop.bank.ledger.filter(
      ({ kind, key }) => kind === 'refund' && key.includes(id),
    );
    expect(refunds.map(({ key }) => key)).toEqual([`order-${id}-refund-2`]);
  });

  it('undoes an order that cannot be decided: nothing is held, and nothing arrives later', async () => {
    const before = shop.inventory.available('A-1');
    const id = await placedUndecided();
    expect(await read(id)).toMatchObject({
      status: 'PENDING',
      attention: { step: 'AUTHORIZE' },
      allowedActions: ['CANCEL', 'RETRY', 'UNDO'],
    });
    expect(await resolve(support, id, 'UNDO')).toMatchObject({
      status: 'CANCELLED',
      statusReason: 'cancelled_by_staff',
      attention: null,
    });
    expect(shop.inventory.available('A-1')).toBe(before);
  });

  it('decides an order that could not be decided', async () => {
    const id = await placedUndecided();
    const resolved = await resolve(support, id, 'RETRY');
    expect(resolved).toMatchObject({ status: 'CONFIRMED', attention: null });
  });

  it('wants a note, the version that was read, and SUPPORT or ADMIN', async () => {
    const id = await shippedUnpaid();
    expect(await resolve(support, id, 'RETRY', { note: '' })).toMatchObject({
      fields: [{ path: ['note'] }],
    });
    expect((await resolve(support, id, 'RETRY', { version: 1 })).code).toBe('CONFLICT');
    expect((await resolve(support, uuidV7(), 'RETRY')).code).toBe('NOT_FOUND');
    for (const viewer of [ada, clerk]) {
      expect((await resolve(viewer, id, 'RETRY')).codes).toEqual(['FORBIDDEN']);
    }
  });
});
