import { beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile, shopWith } from '../testing/shop';

const cancelOrder = `mutation ($id: ID!, $reason: String!, $version: Int) {
  cancelOrder(id: $id, reason: $reason, expectedVersion: $version) {
    __typename
    ... on UserError { code }
    ... on Order { status statusReason version payment { status }
      timeline { type from to actor note } }
    ... on OrderStateError { status }
    ... on ConflictError { currentVersion }
    ... on ValidationError { fields { path } }
  }
}`;

const shop = shopWith({ sku: 'A-1', onHand: 1_000 });
let ada: Viewer & { kind: 'user' };
beforeEach(() => {
  ada = person(uuidV7()) as typeof ada;
});

async function cancel(viewer: Viewer, id: string, given = {}) {
  const variables = { id, reason: 'Changed my mind.', ...given };
  const { data, codes } = await shop.ask(viewer, cancelOrder, variables);
  return { ...data?.cancelOrder, codes };
}

async function paymentStatus(id: string): Promise<string> {
  const { rows } = await shop.pool.query('SELECT payment_status FROM orders WHERE id = $1', [id]);
  return rows[0].payment_status;
}

describe('cancelOrder', () => {
  it('has released the stock when it answers; the payment is voided after that', async () => {
    const before = shop.inventory.available('A-1');
    const { id } = await shop.place(ada);
    const cancelled = await cancel(ada, id);
    expect(shop.inventory.available('A-1')).toBe(before);
    expect(cancelled).toMatchObject({
      status: 'CANCELLED',
      statusReason: 'cancelled_by_customer',
      version: 3,
    });
    expect(cancelled.timeline.at(-1)).toMatchObject({
      type: 'order.cancelled',
      from: 'CONFIRMED',
      to: 'CANCELLED',
    });
    await expect.poll(() => paymentStatus(id)).toBe('VOIDED');
    expect(shop.bank.ledger.filter(({ key }) => key.includes(id)).map(({ kind }) => kind)).toEqual([
      'authorization',
      'void',
    ]);
  });

  it('answers a cancelled order again, and changes nothing', async () => {
    const { id } = await shop.place(ada);
    const first = await cancel(ada, id);
    expect(await cancel(ada, id, { reason: 'Again.' })).toMatchObject({ version: first.version });
  });

  it('takes an order in review back, and one that waits for its payment', async () => {
    for (const token of ['tok_review', 'tok_action']) {
      const { id } = await shop.place(ada, { payment: { token } });
      expect((await cancel(ada, id)).status).toBe('CANCELLED');
      await expect.poll(() => paymentStatus(id)).toBe('VOIDED');
      expect(shop.inventory.reservations.get(id)?.state).toBe('RELEASED');
    }
  });

  it('wins over an order that is being decided, whatever of it is still under way', async () => {
    shop.bank.faults.plan('authorize', 'deathBefore');
    const placing = shop.place(ada);
    await expect.poll(() => shop.bank.faults.deaths).toBe(1);
    const { rows } = await shop.pool.query('SELECT id FROM orders WHERE customer_id = $1', [
      ada.userId,
    ]);
    expect((await cancel(ada, rows[0].id)).status).toBe('CANCELLED');
    await expect.poll(() => paymentStatus(rows[0].id)).toBe('VOIDED');
    shop.bank.faults.wake();
    expect((await placing).status).toBe('CANCELLED');
    expect(shop.bank.ledger.filter(({ key }) => key.includes(rows[0].id))).toEqual([]);
    expect(shop.inventory.reservations.get(rows[0].id)?.state).toBe('RELEASED');
  });

  it('retries a void that fails, after the answer', async () => {
    const { id } = await shop.place(ada);
    shop.bank.faults.plan('void', 'lostRequest', 'lostAnswer');
    expect((await cancel(ada, id)).status).toBe('CANCELLED');
    await expect.poll(() => paymentStatus(id)).toBe('VOIDED');
  });

  it('is for the owner, SUPPORT and ADMIN', async () => {
    const { id } = await shop.place(ada);
    expect((await cancel(person(uuidV7()), id)).code).toBe('NOT_FOUND');
    expect((await cancel(person(uuidV7(), 'WAREHOUSE'), id)).codes).toEqual(['FORBIDDEN']);
    expect(await cancel(person(uuidV7(), 'SUPPORT'), id)).toMatchObject({
      status: 'CANCELLED',
      statusReason: 'cancelled_by_staff',
    });
    expect((await cancel(ada, 'nothing')).code).toBe('NOT_FOUND');
    expect((await cancel(ada, uuidV7())).code).toBe('NOT_FOUND');
  });

  it('refuses an order that was refused, and a version that is not the present one', async () => {
    const { order } = await shop.place(ada, { payment: { token: 'tok_declined' } });
    expect(await cancel(ada, order.id)).toMatchObject({ code: 'ORDER_STATE', status: 'REJECTED' });
    const { id } = await shop.place(ada);
    expect(await cancel(ada, id, { version: 1 })).toMatchObject({
      code: 'CONFLICT',
      currentVersion: 2,
    });
    expect((await cancel(ada, id, { version: 2 })).status).toBe('CANCELLED');
  });
});

/** Rules on links are on in production; then an undecided order has hashes of what it shares. */
const linking = shopForFile({ fraud: { addressAccountsPerDay: 6 } });

it('leaves nothing in a cancelled order that only an undecided one needs', async () => {
  linking.inventory.stock({ sku: 'A-1' });
  const payment = { token: 'tok_action', returnUrl: 'http://localhost:3000/done' };
  const { id } = await linking.place(ada, { payment });
  const read = async () => {
    const { rows } = await linking.pool.query(
      `SELECT payment_token, payment_return_url, payment_action,
         risk->'hashes' AS hashes, risk->'facts' IS NOT NULL AS "hasFacts"
       FROM orders WHERE id = $1`,
      [id],
    );
    return rows[0];
  };
  expect(await read()).toMatchObject({
    payment_return_url: expect.stringContaining(id),
    hashes: { address: expect.any(String) },
  });
  await linking.ask(ada, cancelOrder, { id, reason: 'Changed my mind.' });
  expect(await read()).toEqual({
    payment_token: null,
    payment_return_url: null,
    payment_action: null,
    hashes: null,
    hasFacts: true,
  });
});
