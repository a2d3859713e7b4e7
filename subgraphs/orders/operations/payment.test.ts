import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { keyOf, person, readingRoomForFile, type StoredOrder } from '../testing/reading-room';

const ada = uuidV7();
const clerk = uuidV7();

const room = readingRoomForFile();

const payment = `query ($id: ID!) { order(id: $id) { payment {
  status amount { amount currency } captured { amount } refunded { amount } brand last4 reference
  nextAction { redirectUrl clientSecret expiresAt }
} } }`;
const expiresAt = '2026-11-24T13:36:00.000Z';
const redirectUrl = 'https://bank.example/3ds';
const waiting: StoredOrder = {
  customerId: ada,
  status: 'PENDING',
  paymentStatus: 'ACTION_REQUIRED',
  paymentAction: { redirectUrl, expiresAt },
};

async function paymentFor(viewer: Viewer, order: StoredOrder) {
  const { id } = await room.place(order);
  return (await room.ask(viewer, payment, { id })).data.order.payment;
}

describe('the payment of an order', () => {
  it('shows the amounts, the brand and the last digits, and to staff the reference', async () => {
    const order: StoredOrder = {
      customerId: ada,
      paymentStatus: 'PARTIALLY_REFUNDED',
      paymentBrand: 'visa',
      paymentLast4: '4242',
      paymentReference: 'auth_1',
      capturedMinor: 1_490n,
      refundedMinor: 250n,
    };
    const seen = {
      status: 'PARTIALLY_REFUNDED',
      amount: { amount: '14.90', currency: 'EUR' },
      captured: { amount: '14.90' },
      refunded: { amount: '2.50' },
      brand: 'visa',
      last4: '4242',
      nextAction: null,
    };
    expect(await paymentFor(person(ada), order)).toEqual({ ...seen, reference: null });
    const key = keyOf(ada, ['ORDERS_READ'], 'ADMIN');
    expect(await paymentFor(key, order)).toEqual({ ...seen, reference: null });
    const staff = person(clerk, 'WAREHOUSE');
    expect(await paymentFor(staff, order)).toEqual({ ...seen, reference: 'auth_1' });
  });

  it('tells what it waits for to the owner alone', async () => {
    const nextAction = { redirectUrl, clientSecret: null, expiresAt };
    expect(await paymentFor(person(ada), waiting)).toMatchObject({ nextAction });
    const staff = person(clerk, 'ADMIN');
    expect(await paymentFor(staff, waiting)).toMatchObject({ nextAction: null });
  });

  it('tells it only while it waits', async () => {
    const decided: StoredOrder = { ...waiting, paymentStatus: 'AUTHORIZED' };
    expect(await paymentFor(person(ada), decided)).toMatchObject({ nextAction: null });
    for (const status of ['CANCELLED', 'REJECTED'] as const) {
      // The provider has not voided the payment yet.
      expect(await paymentFor(person(ada), { ...waiting, status })).toMatchObject({
        status: 'PENDING',
        nextAction: null,
      });
    }
  });
});
