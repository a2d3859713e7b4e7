import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PaymentRefusedError } from '../../../payments/provider';
import { userIdOf, type Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, person, shopForFile } from '../testing/shop';

const parts = `id status version allowedActions refusedActions { action reason }
  payment { status captured { amount } refunded { amount } }
  lines { sku shippedQuantity returnedQuantity }
  refunds { id status amount { amount currency } reason lines { sku quantity restocked } }
  timeline { type actor note }`;
const refundOrder = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) {
    __typename
    ... on UserError { code }
    ... on Order { ${parts} }
    ... on RefundTooLargeError { refundable { amount currency } }
    ... on OrderStateError { status }
    ... on ConflictError { currentVersion }
    ... on ValidationError { fields { path } }
  }
}`;
const shipOrder = `mutation ($input: ShipOrderInput!) {
  shipOrder(input: $input) { __typename ... on Order { ${parts} } } }`;

const shop = shopForFile();
let ada: Viewer;
const clerk = person(uuidV7(), 'WAREHOUSE');
const supportId = uuidV7();
const support = person(supportId, 'SUPPORT');
beforeAll(async () => {
  for (const sku of ['A-1', 'B-2']) shop.inventory.stock({ sku, onHand: 1_000 });
});
beforeEach(() => {
  ada = person(uuidV7());
});

const lines = [
  { sku: 'A-1', quantity: 2 },
  { sku: 'B-2', quantity: 1 },
];

async function ship(orderId: string, given = {}) {
  const idempotencyKey = `key-${uuidV7()}`;
  const input = { orderId, carrier: 'DHL', trackingCode: 'JD0146', idempotencyKey, ...given };
  return (await shop.ask(clerk, shipOrder, { input })).data.shipOrder;
}

async function shipped() {
  const { id } = await shop.place(ada, { lines });
  return ship(id);
}

async function refund(viewer: Viewer, orderId: string, amount: string, given = {}) {
  const idempotencyKey = `key-${uuidV7()}`;
  const input = { orderId, amount, reason: 'It was broken', idempotencyKey, ...given };
  const { data, codes } = await shop.ask(viewer, refundOrder, { input });
  return { ...data?.refundOrder, codes };
}

async function read(id: string) {
  const query = `query ($id: ID!) { order(id: $id) { ${parts} } }`;
  return (await shop.ask(support, query, { id })).data.order;
}

const refunds = (id: string) =>
  shop.bank.ledger.filter(({ kind, key }) => kind === 'refund' && key.includes(id));

describe('refundOrder', () => {
  it('moves no money for an actor who was just demoted, signed out or locked', async () => {
    const { id } = await shipped();
    for (const [rights, code] of [
      [{ roles: ['CUSTOMER'], scopes: [], hasEnded: true }, 'FORBIDDEN'],
      [{ roles: ['SUPPORT'], scopes: [], hasEnded: true }, 'UNAUTHENTICATED'],
      [null, 'UNAUTHENTICATED'],
    ] as const) {
      const past = person(uuidV7(), 'SUPPORT');
      shop.rights.change(String(userIdOf(past)), rights);
      expect((await refund(past, id, '1')).codes).toEqual([code]);
    }
    expect(refunds(id)).toEqual([]);
    expect((await read(id)).refunds).toEqual([]);
    // A refund asks users once, and what a customer does with its own order never does.
    const before = shop.rights.requests;
    await shop.place(ada, { lines });
    expect(shop.rights.requests).toBe(before);
    await refund(support, id, '1');
    expect(shop.rights.requests).toBe(before + 1);
  });

  it('gives money back in parts, up to what was captured', async () => {
    const { id, allowedActions } = await shipped();
    expect(allowedActions).toEqual(['DELIVER']);
    const first = await refund(support, id, '10');
    expect(first).toMatchObject({
      status: 'SHIPPED',
      payment: { status: 'PARTIALLY_REFUNDED', refunded: { amount: '10.00' } },
      refunds: [
        {
          status: 'SUCCEEDED',
          amount: { amount: '10.00', currency: 'EUR' },
          reason: 'It was broken',
          lines: [],
        },
      ],
      allowedActions: ['REFUND'],
    });
    expect(first.timeline.slice(-2)).toEqual([
      { type: 'order.refund_requested', actor: `User:${supportId}`, note: 'It was broken' },
      { type: 'order.refunded', actor: `User:${supportId}`, note: null },
    ]);
    expect(await refund(support, id, '31.54')).toMatchObject({
      code: 'REFUND_TOO_LARGE',
      refundable: { amount: '31.53', currency: 'EUR' },
    });
    expect(await refund(support, id, '31.53')).toMatchObject({
      payment: { status: 'REFUNDED', refunded: { amount: '41.53' } },
      refunds: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }],
      allowedActions: [],
    });
    expect((await refund(support, id, '0.01')).code).toBe('REFUND_TOO_LARGE');
    expect(refunds(id)).toEqual([
      { kind: 'refund', key: `order-${id}-refund-1`, amountMinor: 1_000n },
      { kind: 'refund', key: `order-${id}-refund-2`, amountMinor: 3_153n },
    ]);
  });

  it('refuses before anything was captured', async () => {
    const { id } = await shop.place(ada, { lines });
    expect(await refund(support, id, '1')).toMatchObject({
      code: 'ORDER_STATE',
      status: 'CONFIRMED',
    });
  });

  it('refunds once for one key, also at the same moment, and refuses the key with another input', async () => {
    const { id } = await shipped();
    const given = { idempotencyKey: `key-${uuidV7()}` };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => refund(support, id, '5', given)),
    );
    for (const answer of answers) expect(answer.refunds).toHaveLength(1);
    expect(refunds(id)).toHaveLength(1);
    expect((await refund(support, id, '6', given)).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('knows its input again with the defaults written out, and is free for another mutation', async () => {
    const { id } = await shipped();
    const idempotencyKey = `key-${uuidV7()}`;
    const admin = person(uuidV7(), 'ADMIN');
    const back = { sku: 'A-1', quantity: 1 };
    const written = { ...back, restock: false, warehouse: null };
    const first = await refund(admin, id, '5', { idempotencyKey, lines: [back] });
    expect(first.__typename).toBe('Order');
    for (const amount of ['5', '5.0', '5.00', '05']) {
      const again = await refund(admin, id, amount, { idempotencyKey, lines: [written] });
      expect(again.refunds).toHaveLength(1);
    }
    const order = await shop.place(admin, { idempotencyKey });
    expect(order.status).toBe('CONFIRMED');
  });

  it('never gives back more than was captured, even with concurrent requests', async () => {
    const { id } = await shipped();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => refund(support, id, '20.00')),
    );
    const codes = answers.map(({ code }) => code ?? 'done').sort();
    expect(codes).toEqual([...Array(4).fill('REFUND_TOO_LARGE'), 'done', 'done']);
    expect(refunds(id)).toHaveLength(2);
  });

  it('restocks what can be sold again, at the named warehouse or the one that shipped it', async () => {
    const before = shop.inventory.available('A-1');
    const { id } = await shipped();
    const returned = await refund(support, id, '10.00', {
      lines: [
        { sku: 'a-1', quantity: 1, restock: true },
        { sku: 'B-2', quantity: 1, restock: true, warehouse: 'WEST' },
      ],
    });
    expect(returned.refunds).toMatchObject([
      {
        lines: [
          { sku: 'A-1', quantity: 1, restocked: true },
          { sku: 'B-2', quantity: 1, restocked: true },
        ],
      },
    ]);
    expect(returned.lines).toEqual([
      { sku: 'A-1', shippedQuantity: 2, returnedQuantity: 1 },
      { sku: 'B-2', shippedQuantity: 1, returnedQuantity: 1 },
    ]);
    const restocks = shop.inventory.effects.filter((effect) => effect.includes(`${id}-restock`));
    expect(restocks).toEqual([
      `restock order-${id}-restock-1 A-1 1 WEST`,
      `restock order-${id}-restock-1 B-2 1 WEST`,
    ]);
    expect(shop.inventory.available('A-1')).toBe(before - 1);
    const broken = await refund(support, id, '10.00', { lines: [{ sku: 'A-1', quantity: 1 }] });
    expect(broken.refunds[1].lines).toEqual([{ sku: 'A-1', quantity: 1, restocked: false }]);
    expect(shop.inventory.available('A-1')).toBe(before - 1);
    expect(await refund(support, id, '1', { lines: [{ sku: 'A-1', quantity: 1 }] })).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: ['lines', '0', 'quantity'] }],
    });
  });

  it('stays PENDING while the provider is down, and is done once it is back', async () => {
    const slow = await openShop();
    slow.inventory.stock({ sku: 'A-1' });
    const { id, total } = await slow.place(ada);
    const input = { orderId: id, carrier: 'DHL', trackingCode: 'J', idempotencyKey: uuidV7() };
    await slow.ask(clerk, shipOrder, { input });
    slow.bank.faults.plan('refund', ...Array(9).fill('lostRequest'));
    const { amount } = total;
    const asked = { orderId: id, amount, reason: 'Late', idempotencyKey: `key-${id}` };
    const again = (given = {}) => slow.ask(support, refundOrder, { input: { ...asked, ...given } });
    const { data } = await slow.givingUpAfter(300, () => again());
    expect(data.refundOrder.refunds).toMatchObject([{ status: 'PENDING' }]);
    expect(data.refundOrder.payment.refunded.amount).toBe('0.00');
    const more = await again({ amount: '0.01', idempotencyKey: `more-${id}` });
    expect(more.data.refundOrder.refundable.amount).toBe('0.00');
    expect(data.refundOrder.allowedActions).toEqual([]);
    expect(data.refundOrder.refusedActions).toContainEqual({
      action: 'REFUND',
      reason: 'The rest of the captured money belongs to refunds that are not finished.',
    });
    slow.bank.faults.clear();
    await slow.endLeases();
    await slow.otherProcess().takeOver();
    expect((await again()).data.refundOrder.refunds).toMatchObject([{ status: 'SUCCEEDED' }]);
    await slow.close();
  });

  it('is FAILED if the provider refuses it; the money can be requested again', async () => {
    const { id } = await shipped();
    const give = shop.bank.refund;
    shop.bank.refund = () => Promise.reject(new PaymentRefusedError('closed', 'No such card.'));
    const failed = await refund(support, id, '41.53', {
      lines: [{ sku: 'A-1', quantity: 1, restock: true }],
    });
    shop.bank.refund = give;
    expect(failed).toMatchObject({
      payment: { status: 'CAPTURED', refunded: { amount: '0.00' } },
      refunds: [{ status: 'FAILED', lines: [{ restocked: true }] }],
    });
    expect(failed.timeline.at(-1)).toMatchObject({ type: 'order.refund_failed' });
    expect((await refund(support, id, '41.53')).refunds).toMatchObject([
      { status: 'FAILED' },
      { status: 'SUCCEEDED' },
    ]);
  });

  it('resumes where a process died on either side of the refund', async () => {
    for (const fault of ['deathBefore', 'deathAfter'] as const) {
      const { id } = await shipped();
      shop.bank.faults.plan('refund', fault);
      const deaths = shop.bank.faults.deaths + 1;
      const refunding = refund(support, id, '1.00');
      await expect.poll(() => shop.bank.faults.deaths).toBe(deaths);
      await shop.endLeases();
      await shop.otherProcess().takeOver();
      expect((await refunding).refunds).toMatchObject([{ status: 'SUCCEEDED' }]);
      shop.bank.faults.wake();
      expect(refunds(id)).toHaveLength(1);
      expect((await read(id)).payment.refunded.amount).toBe('1.00');
    }
  });

  it('says what is wrong with the input', async () => {
    const { id, version } = await shipped();
    const wrong: [string, object, string[]][] = [
      ['0', {}, ['amount']],
      ['1', { reason: 'card 4111111111111111' }, ['reason']],
      ['1', { idempotencyKey: 'short' }, ['idempotencyKey']],
      ['1', { lines: [{ sku: 'C-3', quantity: 1 }] }, ['lines', '0', 'sku']],
      [
        '1',
        { lines: [{ sku: 'A-1', quantity: 1, restock: true, warehouse: 'NOWHERE' }] },
        ['lines', '0', 'warehouse'],
      ],
    ];
    for (const [amount, given, path] of wrong) {
      const answer = await refund(support, id, amount, given);
      expect(answer).toMatchObject({ code: 'VALIDATION', fields: [{ path }] });
    }
    expect(await refund(support, id, '1', { expectedVersion: 1 })).toMatchObject({
      currentVersion: version,
    });
  });

  it('finds no order that does not exist', async () => {
    expect((await refund(support, uuidV7(), '1')).code).toBe('NOT_FOUND');
  });
});
