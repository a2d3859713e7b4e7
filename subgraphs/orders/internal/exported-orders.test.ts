import { describe, expect, it } from 'vitest';
import { userIdOf } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { bulkActionsOf, support } from '../testing/bulk';
import { keyOf } from '../testing/reading-room';
import { person, shopWith } from '../testing/shop';
import { endpointOf } from '../testing/webhooks';

const exportedOrders = `query ($customerId: ID!, $charactersMax: Int!, $after: String) {
  exportedOrders(customerId: $customerId, charactersMax: $charactersMax, after: $after) {
    orders next account isCut
  }
}`;

const shop = shopWith({ sku: 'A-1', onHand: 1_000 });

async function exported(
  customerId: string,
  after: string | null = null,
  charactersMax = 4_000_000,
) {
  const scope = {
    viewer: { kind: 'system', cause: 'test' },
    requestId: 'test',
    signal: AbortSignal.timeout(20_000),
  } as const;
  const query = { query: exportedOrders, variables: { customerId, charactersMax, after } };
  const { data, errors = [] } = await shop.subgraph.internal(query, scope);
  const answer = data?.exportedOrders as
    | { orders: string; next: string | null; account: string | null; isCut: boolean }
    | undefined;
  return {
    orders: JSON.parse(answer?.orders ?? 'null'),
    next: answer?.next,
    account: answer?.account ?? null,
    isCut: answer?.isCut,
    codes: errors.map(({ extensions }) => extensions.code),
  };
}

describe('exportedOrders', () => {
  it('holds all data of the orders of one person, newest first, and no others', async () => {
    const id = uuidV7();
    await shop.place(person(uuidV7()));
    const first = await shop.place(person(id), { note: 'Ring twice' });
    const second = await shop.place(person(id));
    const { orders, next } = await exported(id);
    expect(next).toBeNull();
    expect(orders).toMatchObject([
      { number: second.number },
      {
        number: first.number,
        note: 'Ring twice',
        shippingAddress: { recipient: 'Ada Lovelace' },
        payment: { status: 'AUTHORIZED' },
        lines: [{ sku: 'A-1', quantity: 2 }],
        timeline: [{ type: 'order.placed' }, { type: 'order.confirmed' }],
      },
    ]);
    expect(orders).toHaveLength(2);
  });

  it('holds on its first page what is stored besides, and no secret', async () => {
    const partnerId = uuidV7();
    const partner = person(partnerId, 'PARTNER');
    const { endpoint, signingSecret } = await endpointOf(shop, partner);
    await endpointOf(shop, person(uuidV7(), 'PARTNER'));
    const { account, orders } = await exported(partnerId);
    expect(orders).toEqual([]);
    expect(JSON.parse(account ?? '')).toMatchObject({
      webhookEndpoints: [{ id: endpoint.id, url: endpoint.url, events: ['order.placed'] }],
      bulkActions: [],
    });
    expect(account).not.toContain(signingSecret);
    expect(account).not.toContain('secret');
    const order = await shop.place(partner);
    expect((await exported(partnerId, order.id)).account).toBeNull();
  });

  it('holds the bulk actions that a person of staff has started', async () => {
    const [id] = await bulkActionsOf(shop).placed(1);
    const selection = { ids: [id] };
    await bulkActionsOf(shop).begin({ selection, reason: 'recalled' }, support);
    const { account } = await exported(userIdOf(support) ?? '');
    expect(JSON.parse(account ?? '')).toMatchObject({
      webhookEndpoints: [],
      bulkActions: [{ action: 'CANCEL', reason: 'recalled' }],
    });
  });

  it('holds what the person and their keys noted, and nothing that staff did', async () => {
    const id = uuidV7();
    const viewers = [person(id), keyOf(id, ['ORDERS_WRITE'], 'PARTNER'), support];
    for (const viewer of viewers) {
      const order = await shop.place(person(id));
      const text = `mutation ($id: ID!) {
        cancelOrder(id: $id, reason: "Too many") { __typename }
      }`;
      await shop.ask(viewer, text, { id: order.id });
    }
    const { orders } = await exported(id);
    const notes = orders.map(({ timeline }: { timeline: { type: string; note: string }[] }) =>
      timeline.filter(({ type }) => type === 'order.cancelled').map(({ note }) => note),
    );
    expect(notes).toEqual([[null], ['Too many'], ['Too many']]);
  });

  it('continues after the last one', async () => {
    const id = uuidV7();
    const first = await shop.place(person(id));
    const second = await shop.place(person(id));
    const { orders } = await exported(id, second.id);
    expect(orders).toMatchObject([{ number: first.number }]);
  });

  it('holds the orders that fit, and says that there are more', async () => {
    const id = uuidV7();
    await shop.place(person(id), { note: 'x'.repeat(400) });
    const newest = await shop.place(person(id));
    const whole = await exported(id);
    expect([whole.orders.length, whole.isCut]).toEqual([2, false]);
    const length = JSON.stringify(whole.orders).length;
    const cut = await exported(id, null, length - 200);
    expect([cut.orders.map(({ number }: { number: string }) => number), cut.isCut]).toEqual([
      [newest.number],
      true,
    ]);
    expect(await exported(id, null, 100)).toMatchObject({ orders: [], isCut: true });
  });

  it('is empty for a customer without orders, and refuses an invalid id', async () => {
    expect((await exported(uuidV7())).orders).toEqual([]);
    expect((await exported('x')).codes).toEqual(['BAD_USER_INPUT']);
  });
});
