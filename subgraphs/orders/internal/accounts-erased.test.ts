import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { storedText } from '../../../platform/testing/stored-text';
import { msPerMinute } from '../../../platform/values/time';
import { uuidV7 } from '../../../platform/values/uuid';
import { FakeUsers } from '../testing/fake-users';
import { importing, importOrder } from '../testing/importing';
import { openShop, person, type Shop } from '../testing/shop';

const accountsErased = 'mutation { accountsErased }';
const orderQuery = `query ($id: ID!) { order(id: $id) {
  number status version note customer { id } total { amount } payment { status brand last4 }
  shippingAddress { recipient line1 line2 city region postalCode country phone }
  timeline { type note } lines { sku quantity }
} }`;
const updateShippingAddress = `mutation ($id: ID!, $address: AddressInput!) {
  updateShippingAddress(orderId: $id, address: $address) { __typename }
}`;
const cancelOrder = `mutation ($id: ID!, $reason: String!) {
  cancelOrder(id: $id, reason: $reason) { __typename ... on Order { status } }
}`;

const ship = `mutation ($input: ShipOrderInput!) {
  shipOrder(input: $input) { ... on Order { status } }
}`;
const refund = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) { ... on Order { status } }
}`;

const address = {
  recipient: 'Grace Hopper',
  line1: 'Secret Street 7',
  line2: 'Back door',
  city: 'Arlington',
  region: 'Virginia',
  postalCode: '22201',
  country: 'DE',
  phone: '+49 151 0000',
};

let shop: Shop;
let users: FakeUsers;
const support = person(uuidV7(), 'SUPPORT');
let grace: Viewer & { kind: 'user' };
beforeEach(async () => {
  users = new FakeUsers();
  shop = await openShop({ users: users.call });
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
  grace = person(uuidV7()) as typeof grace;
});
afterEach(() => shop.close());

async function tell(): Promise<string[]> {
  const scope = {
    viewer: { kind: 'system', cause: 'test' },
    requestId: 'test',
    signal: AbortSignal.timeout(20_000),
  } as const;
  const { errors = [] } = await shop.subgraph.internal({ query: accountsErased }, scope);
  return errors.map(({ message }) => message);
}

const placeFor = (viewer: Viewer) =>
  shop.place(viewer, { shippingAddress: address, note: 'Ring for Grace' });

async function paymentStatus(id: string): Promise<string> {
  return (await shop.ask(support, orderQuery, { id })).data.order.payment.status;
}

const allText = () => storedText(shop.pool);

describe('accountsErased', () => {
  it('leaves nothing that was written about the person, in any table', async () => {
    const marked = (field: string) => `Zweibein-${field}`;
    const fields = ['recipient', 'line1', 'line2', 'city', 'region', 'postalCode', 'phone'];
    const shippingAddress = {
      ...Object.fromEntries(fields.map((field) => [field, marked(field)])),
      country: 'DE',
    };
    const given = { shippingAddress, note: marked('note') };
    const { id } = await shop.place(grace, { ...given, idempotencyKey: marked('key') });
    const shipped = await shop.ask(person(uuidV7(), 'WAREHOUSE'), ship, {
      input: {
        orderId: id,
        carrier: 'DHL',
        idempotencyKey: marked('ship'),
        trackingCode: marked('code'),
        trackingUrl: `https://dhl.example/${marked('url')}`,
      },
    });
    expect(shipped.data.shipOrder.status).toBe('SHIPPED');
    const refunded = await shop.ask(support, refund, {
      input: { orderId: id, amount: '1', reason: marked('reason'), idempotencyKey: marked('back') },
    });
    expect(refunded.data.refundOrder.status).toBe('SHIPPED');
    const other = await shop.place(grace, { ...given, idempotencyKey: marked('other') });
    await shop.ask(grace, cancelOrder, { id: other.id, reason: marked('cancelled') });
    await expect.poll(() => paymentStatus(other.id), { timeout: 20_000 }).toBe('VOIDED');
    expect(await allText()).toContain('Zweibein');
    users.erase(grace.userId);
    expect(await tell()).toEqual([]);
    expect(await allText()).not.toContain('Zweibein');
  });

  it('leaves the order, without what identifies the person', async () => {
    const { id } = await placeFor(grace);
    await shop.ask(grace, cancelOrder, { id, reason: 'Grace moves to Secret Street 7' });
    // The void follows the answer; afterwards nothing changes by itself.
    await expect.poll(() => paymentStatus(id), { timeout: 20_000 }).toBe('VOIDED');
    const before = (await shop.ask(support, orderQuery, { id })).data.order;
    expect(before.timeline.at(-1).note).toContain('Grace');
    users.erase(grace.userId);
    expect(await tell()).toEqual([]);

    const { data } = await shop.ask(support, orderQuery, { id });
    expect(data.order).toEqual({
      ...before,
      note: null,
      customer: null,
      payment: { ...before.payment, brand: null, last4: null },
      shippingAddress: {
        recipient: 'erased',
        line1: 'erased',
        line2: null,
        city: 'erased',
        region: null,
        postalCode: '',
        country: 'DE',
        phone: null,
      },
      timeline: before.timeline.map((event: object) => ({ ...event, note: null })),
    });
    const text = await allText();
    for (const trace of [
      'Grace',
      'Secret',
      'Back door',
      'Arlington',
      'Virginia',
      '22201',
      '151 0000',
    ]) {
      expect(text).not.toContain(trace);
    }
  });

  it('stores no tracking of a shipment that leaves afterwards', async () => {
    const { id } = await placeFor(grace);
    users.erase(grace.userId);
    expect(await tell()).toEqual([]);
    const shipped = await shop.ask(person(uuidV7(), 'WAREHOUSE'), ship, {
      input: {
        orderId: id,
        carrier: 'DHL',
        idempotencyKey: 'ship-erased',
        trackingCode: 'Zweibein-code',
        trackingUrl: 'https://dhl.example/Zweibein-url',
      },
    });
    expect(shipped.data.shipOrder.status).toBe('SHIPPED');
    const shipments = '{ shipments { carrier trackingCode trackingUrl } }';
    const { data } = await shop.ask(support, `{ order(id: "${id}") ${shipments} }`);
    expect(data.order.shipments).toEqual([
      { carrier: 'DHL', trackingCode: 'erased', trackingUrl: null },
    ]);
    expect(await allText()).not.toContain('Zweibein');
  });

  it('stores no text that staff writes afterwards, in a note or a refund', async () => {
    const { id } = await placeFor(grace);
    const other = await placeFor(grace);
    const warehouse = person(uuidV7(), 'WAREHOUSE');
    const shipment = {
      orderId: id,
      carrier: 'DHL',
      trackingCode: 'T-1',
      idempotencyKey: 'ship-before',
    };
    await shop.ask(warehouse, ship, { input: shipment });
    await expect.poll(() => paymentStatus(id), { timeout: 20_000 }).toBe('CAPTURED');
    users.erase(grace.userId);
    expect(await tell()).toEqual([]);
    const back = { orderId: id, amount: '1', idempotencyKey: 'refund-erased' };
    const refunded = await shop.ask(support, refund, {
      input: { ...back, reason: 'Zweibein sent it back' },
    });
    expect(refunded.data.refundOrder.status).toBe('SHIPPED');
    const cancelled = await shop.ask(support, cancelOrder, {
      id: other.id,
      reason: 'Zweibein called',
    });
    expect(cancelled.data.cancelOrder.status).toBe('CANCELLED');
    expect(await allText()).not.toContain('Zweibein');
    const { data } = await shop.ask(support, `{ order(id: "${id}") { refunds { reason } } }`);
    expect(data.order.refunds).toEqual([{ reason: 'erased' }]);
  });

  it('leaves the orders of everybody else as they are', async () => {
    const ada = person(uuidV7()) as typeof grace;
    const { id } = await placeFor(ada);
    users.erase(grace.userId);
    await tell();
    const { data } = await shop.ask(ada, orderQuery, { id });
    expect(data.order).toMatchObject({ note: 'Ring for Grace', customer: { id: ada.userId } });
  });

  it('reaches an order that was placed a moment after the account was erased', async () => {
    users.erase(grace.userId);
    await tell();
    const { id } = await placeFor(grace);
    await tell();
    expect((await shop.ask(support, orderQuery, { id })).data.order.note).toBeNull();
  });

  it('reaches the new orders of an account that came back and was erased again', async () => {
    users.erase(grace.userId);
    await tell();
    await shop.pool.query(`UPDATE erased_customers SET heard_at = now() - interval '3 days',
      erased_at = now() - interval '3 days'`);
    const { id } = await placeFor(grace);
    users.erase(grace.userId);
    expect(await tell()).toEqual([]);
    expect((await shop.ask(support, orderQuery, { id })).data.order.note).toBeNull();
  });

  it('reaches an account whose erasure was committed minutes after its time', async () => {
    const { id } = await placeFor(grace);
    users.erase(uuidV7());
    await tell();
    const erasedAt = new Date(Date.now() - 120_000).toISOString();
    users.erased.push({ userId: grace.userId, erasedAt });
    await tell();
    expect((await shop.ask(support, orderQuery, { id })).data.order.customer).toBeNull();
  });

  it('is not undone by a process that still decides the order', async () => {
    shop.bank.faults.plan('authorize', 'deathAfter');
    const placing = placeFor(grace);
    await expect.poll(() => shop.bank.faults.deaths, { timeout: 20_000 }).toBe(1);
    users.erase(grace.userId);
    await tell();
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    shop.bank.faults.wake();
    await placing;
    const { rows } = await shop.pool.query(
      'SELECT status, payment_last4 AS last4, note FROM orders',
    );
    expect(rows).toEqual([{ status: 'CONFIRMED', last4: null, note: null }]);
    expect(await allText()).not.toContain('Secret');
  });

  it('lets nobody enter an address again; SUPPORT may cancel', async () => {
    const { id } = await placeFor(grace);
    users.erase(grace.userId);
    await tell();
    const changed = await shop.ask(support, updateShippingAddress, { id, address });
    expect(changed.data.updateShippingAddress.__typename).toBe('OrderStateError');
    const { data } = await shop.ask(support, cancelOrder, { id, reason: 'Nobody to send it to.' });
    expect(data.cancelOrder).toEqual({ __typename: 'Order', status: 'CANCELLED' });
  });

  it('finds what it missed while users was away, from the first erasure on', async () => {
    const { id } = await placeFor(grace);
    users.isUnavailable = true;
    users.erase(grace.userId);
    expect(await tell()).toHaveLength(1);
    users.isUnavailable = false;
    users.erase(uuidV7());
    await tell();
    expect((await shop.ask(support, orderQuery, { id })).data.order.customer).toBeNull();
  });

  it('learns of an account that was erased after the clock of users was set back', async () => {
    const { id } = await placeFor(grace);
    users.erase(uuidV7(), new Date(Date.now() + 10 * msPerMinute));
    expect(await tell()).toEqual([]);
    users.erase(grace.userId);
    expect(await tell()).toEqual([]);
    expect((await shop.ask(support, orderQuery, { id })).data.order.customer).toBeNull();
  });

  it('may be done by several at once', async () => {
    for (let count = 0; count < 3; count += 1) await placeFor(grace);
    users.erase(grace.userId);
    const answers = await Promise.all([tell(), tell(), tell(), tell()]);
    expect(answers.flat()).toEqual([]);
    expect(await allText()).not.toContain('Secret');
  });

  it('holds for history that is imported later, which stays the same invoice', async () => {
    users.erase(grace.userId);
    await tell();
    const { take } = importing(shop);
    const given = importOrder({ customerId: grace.userId, recipient: 'Grace Hopper' });
    expect(await take(given)).toEqual(['CREATED']);
    expect(await allText()).not.toContain('Grace');
    expect(await take(given)).toEqual(['UNCHANGED']);
  });
});
