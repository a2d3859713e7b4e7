import { beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { orderInput, person, shopWith } from '../testing/shop';

const updateShippingAddress = `mutation ($id: ID!, $address: AddressInput!, $version: Int) {
  updateShippingAddress(orderId: $id, address: $address, expectedVersion: $version) {
    __typename
    ... on UserError { code }
    ... on Order { status version total { amount } shippingAddress { recipient city country }
      timeline { type actor note } }
    ... on OrderStateError { status }
    ... on ConflictError { currentVersion }
    ... on ValidationError { fields { path } }
  }
}`;
const shipOrder = `mutation ($input: ShipOrderInput!) { shipOrder(input: $input) { __typename } }`;

const shop = shopWith({ sku: 'A-1', onHand: 1_000 });
let ada: Viewer;
beforeEach(() => {
  ada = person(uuidV7());
});

const { shippingAddress } = orderInput();
const bern = { ...shippingAddress, city: 'Berlin', postalCode: '10115' };

async function move(viewer: Viewer, id: string, address: object = bern, version?: number) {
  const variables = { id, address, version };
  const { data, codes } = await shop.ask(viewer, updateShippingAddress, variables);
  return { ...data?.updateShippingAddress, codes };
}

describe('updateShippingAddress', () => {
  it('changes where the parcels go, and nothing else', async () => {
    const { id, total } = await shop.place(ada);
    const moved = await move(ada, id);
    expect(moved).toMatchObject({
      status: 'CONFIRMED',
      version: 3,
      total: { amount: total.amount },
      shippingAddress: { recipient: 'Ada Lovelace', city: 'Berlin', country: 'DE' },
    });
    expect(moved.timeline.at(-1)).toEqual({
      type: 'order.address_changed',
      actor: 'customer',
      note: null,
    });
    expect((await move(ada, id, bern, 3)).version).toBe(3);
    expect((await move(ada, id, bern, 2)).currentVersion).toBe(3);
  });

  it('is refused once the timeline has 200 entries', async () => {
    const { id } = await shop.place(ada);
    await shop.pool.query('UPDATE orders SET version = 199 WHERE id = $1', [id]);
    expect((await move(ada, id)).version).toBe(200);
    const refused = await move(ada, id, { ...bern, line1: 'Street 2' });
    expect(refused).toMatchObject({ code: 'VALIDATION', codes: [] });
    expect((await move(ada, id)).version).toBe(200);
  });

  it('comes too late once something was shipped, or the order is over', async () => {
    const { id } = await shop.place(ada, { lines: [{ sku: 'A-1', quantity: 2 }] });
    const input = {
      orderId: id,
      lines: [{ sku: 'A-1', quantity: 1 }],
      carrier: 'DHL',
      trackingCode: 'JD',
      idempotencyKey: `key-${id}`,
    };
    await shop.ask(person(uuidV7(), 'WAREHOUSE'), shipOrder, { input });
    for (const address of [bern, shippingAddress]) {
      expect(await move(ada, id, address)).toMatchObject({
        code: 'ORDER_STATE',
        status: 'PARTIALLY_SHIPPED',
      });
    }
    const declined = await shop.place(ada, { payment: { token: 'tok_declined' } });
    expect((await move(ada, declined.order.id)).code).toBe('ORDER_STATE');
  });

  it('takes another country only where tax and shipping are the same', async () => {
    const { id } = await shop.place(ada);
    expect(await move(ada, id, { ...bern, country: 'FR' })).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: ['address', 'country'] }],
    });
    const abroad = { ...shippingAddress, country: 'BE' };
    const belgian = await shop.place(ada, { shippingAddress: abroad });
    expect(await move(ada, belgian.id, { ...abroad, country: 'nl' })).toMatchObject({
      shippingAddress: { country: 'NL' },
    });
  });

  it('does not get into the way of the decision', async () => {
    shop.bank.faults.plan('authorize', 'lostRequest', 'lostRequest', 'lostRequest');
    const placing = shop.place(ada);
    const found = () =>
      shop
        .ask(ada, '{ orders { edges { node { id status } } } }')
        .then(({ data }) => data.orders.edges[0]?.node);
    await expect.poll(async () => (await found())?.status, { interval: 5 }).toBe('PENDING');
    const { id } = await found();
    expect((await move(ada, id)).shippingAddress.city).toBe('Berlin');
    expect((await placing).status).toBe('CONFIRMED');
    expect((await move(ada, id)).shippingAddress.city).toBe('Berlin');
  });

  it('refuses what is no address', async () => {
    const { id } = await shop.place(ada);
    expect(await move(ada, id, { ...bern, city: '' })).toMatchObject({
      fields: [{ path: ['address', 'city'] }],
    });
    expect(await move(ada, id, { ...bern, line1: '4111 1111 1111 1111' })).toMatchObject({
      fields: [{ path: ['address', 'line1'] }],
    });
    expect(await move(ada, id, bern, 1)).toMatchObject({ currentVersion: 2 });
  });
});
