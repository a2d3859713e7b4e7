import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/auth/viewer';
import { keyHash } from '../../../platform/values/input-hash';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, person, type Shop } from '../testing/shop';

let shop: Shop;
let first: string;
let second: string;
const buyer = uuidV7();
const system: Viewer = { kind: 'system', cause: 'test' };

beforeAll(async () => {
  shop = await openShop();
  shop.inventory.stock({ sku: 'A-1' });
  first = (await shop.place(person(buyer), { idempotencyKey: 'the-first-one' })).id;
  second = (await shop.place(person(buyer), { payment: { token: 'tok_action' } })).id;
});
afterAll(() => shop.close());

async function ask(query: string, variables: object = {}, viewer = system) {
  const scope = { viewer, requestId: 'test', signal: new AbortController().signal };
  const request = { query, variables: { ...variables } };
  const { data, errors = [] } = await shop.subgraph.internal(request, scope);
  return { data: JSON.parse(JSON.stringify(data ?? null)), codes: errors.map(codeOf) };
}
const codeOf = ({ extensions }: { extensions: Record<string, unknown> }) => extensions.code;

const fields = `id status epoch version currency subtotalMinor shippingMinor taxMinor totalMinor
  capturedMinor refundedMinor goodsMinor isImported isDeclined isRefused isSeen undelivered
  journal { capturedMinor refundedMinor } lostRefunds
  units { sku quantity shipped cancelled packed returned givenBack }
  openEffects { kind seq overdueSeconds amountMinor lines { sku quantity } }
  timeline { events firstSeq lastSeq lastStatus brokenAt }`;
const page = `query ($after: ID, $first: Int!) {
  orderFacts(after: $after, first: $first) { ${fields} } }`;
const byIds = `query ($ids: [ID!]!) { orderFactsOf(ids: $ids) { ${fields} } }`;
const keys = `query ($after: IdempotencyKeyCursor, $first: Int!) {
  idempotencyKeyFacts(after: $after, first: $first) { userId mutation key orderId hasOrder } }`;
const unknown = 'query ($ids: [ID!]!) { unknownOrders(ids: $ids) }';

describe('the facts of the orders', () => {
  it('come by id, page after page, until one is empty', async () => {
    const all = await ask(page, { first: 10 });
    expect(all.data.orderFacts.map(({ id }: { id: string }) => id)).toEqual([first, second]);
    const next = await ask(page, { after: first, first: 1 });
    expect(next.data.orderFacts).toMatchObject([{ id: second }]);
    expect((await ask(page, { after: second, first: 1 })).data.orderFacts).toEqual([]);
  });

  it('tell what was bought, what is open and how the timeline runs', async () => {
    const { data } = await ask(byIds, { ids: [first, uuidV7(), 'no id at all'] });
    expect(data.orderFactsOf).toMatchObject([
      {
        id: first,
        status: 'CONFIRMED',
        version: 2,
        isImported: false,
        isRefused: false,
        isSeen: false,
        journal: { capturedMinor: '0', refundedMinor: '0' },
        lostRefunds: 0,
        units: [{ sku: 'A-1', quantity: 2, packed: 0, returned: 0, givenBack: 0 }],
        openEffects: [],
        timeline: { events: 2, firstSeq: 1, lastSeq: 2, lastStatus: 'CONFIRMED', brokenAt: null },
      },
    ]);
    const [{ goodsMinor, subtotalMinor }] = data.orderFactsOf;
    expect(goodsMinor).toBe(subtotalMinor);
  });

  it('call an effect overdue only when it is due and nobody has the order', async () => {
    const overdue = async () => {
      const { data } = await ask(byIds, { ids: [second] });
      return data.orderFactsOf[0].openEffects.map((effect: OpenEffect) => effect.overdueSeconds);
    };
    type OpenEffect = { overdueSeconds: number };
    expect(await overdue()).toEqual([0, 0, 0]);
    await shop.pool.query(
      `UPDATE effects SET next_at = now() - interval '90 seconds' WHERE order_id = $1`,
      [second],
    );
    await shop.pool.query(
      `UPDATE orders SET lease_until = now() + interval '20 seconds' WHERE id = $1`,
      [second],
    );
    expect(await overdue()).toEqual([0, 0, 0]);
    await shop.pool.query('UPDATE orders SET lease_until = NULL WHERE id = $1', [second]);
    for (const seconds of await overdue()) expect(seconds).toBeGreaterThanOrEqual(89);
  });

  it('count what is in the shipments, also of a SKU that was never ordered', async () => {
    await shop.pool.query(
      `WITH parcel AS (
        INSERT INTO shipments (id, order_id, warehouse, carrier, tracking_code)
        VALUES ($1, $2, 'BER', 'DHL', 'T') RETURNING id)
      INSERT INTO shipment_lines (shipment_id, sku, quantity)
      SELECT id, sku, 1 FROM parcel, unnest(ARRAY['a-1', 'B-2']) AS line (sku)`,
      [uuidV7(), first],
    );
    const { data } = await ask(byIds, { ids: [first] });
    const [{ units, undelivered }] = data.orderFactsOf;
    expect(undelivered).toBe(1);
    expect(units).toMatchObject([
      { sku: 'A-1', quantity: 2, shipped: 0, cancelled: 0, packed: 1 },
      { sku: 'B-2', quantity: 0, shipped: 0, cancelled: 0, packed: 1 },
    ]);
  });
});

describe('the facts of an order that was shipped and refunded', () => {
  const [clerk, support] = [person(uuidV7(), 'WAREHOUSE'), person(uuidV7(), 'SUPPORT')];
  const ship = 'mutation ($input: ShipOrderInput!) { shipOrder(input: $input) { __typename } }';
  const refund =
    'mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { __typename } }';

  it('tell what the effects did, what came back, and a refund that has no effect', async () => {
    const { id } = await shop.place(person(uuidV7()));
    const keyed = (given: object) => ({
      input: { orderId: id, idempotencyKey: uuidV7(), ...given },
    });
    await shop.ask(clerk, ship, keyed({ carrier: 'DHL', trackingCode: 'T' }));
    const lines = [{ sku: 'A-1', quantity: 1, restock: false }];
    const asked = await shop.ask(support, refund, keyed({ amount: '1', reason: 'broken', lines }));
    expect(asked.data.refundOrder).toEqual({ __typename: 'Order' });
    const read = async () => (await ask(byIds, { ids: [id] })).data.orderFactsOf[0];

    const facts = await read();
    expect(facts).toMatchObject({
      status: 'SHIPPED',
      capturedMinor: facts.totalMinor,
      refundedMinor: '100',
      journal: { capturedMinor: facts.totalMinor, refundedMinor: '100' },
      lostRefunds: 0,
      units: [{ quantity: 2, shipped: 2, packed: 2, returned: 1, givenBack: 1 }],
    });
    await shop.pool.query('UPDATE refunds SET amount_minor = 99 WHERE order_id = $1', [id]);
    expect((await read()).lostRefunds).toBe(1);
  });

  it('report a refused capture, and whether the order is marked for attention', async () => {
    const { id } = await shop.place(person(uuidV7()));
    const read = async () => (await ask(byIds, { ids: [id] })).data.orderFactsOf[0];
    await shop.pool.query(
      `INSERT INTO effects (order_id, kind, state) VALUES ($1, 'CAPTURE', 'REFUSED')`,
      [id],
    );
    expect(await read()).toMatchObject({ isRefused: true, isSeen: false });
    await shop.pool.query(`UPDATE orders SET attention = '{}' WHERE id = $1`, [id]);
    expect(await read()).toMatchObject({ isRefused: true, isSeen: true });
    await shop.pool.query(
      `WITH given_up AS (UPDATE orders SET attention = NULL WHERE id = $1)
       UPDATE order_events SET type = 'order.step_given_up' WHERE order_id = $1 AND seq = 2`,
      [id],
    );
    expect(await read()).toMatchObject({ isRefused: true, isSeen: true });
  });
});

interface KeyRow {
  readonly userId: string;
  readonly mutation: string;
  readonly key: string;
  readonly hasOrder: boolean;
}
const nobodysKey: KeyRow = { userId: '', mutation: '', key: '', hasOrder: false };

describe('the idempotency keys', () => {
  it('tell whether their order exists, page after page', async () => {
    await shop.pool.query(
      `INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id)
       VALUES ('placeOrder', $1, 'zzz', 'x', $2)`,
      [buyer, uuidV7()],
    );
    const { data } = await ask(keys, { first: 100 });
    const rows: KeyRow[] = data.idempotencyKeyFacts;
    expect(rows).toContainEqual({
      userId: buyer,
      mutation: 'placeOrder',
      key: keyHash('the-first-one'),
      orderId: first,
      hasOrder: true,
    });
    expect(rows.filter(({ hasOrder }) => !hasOrder)).toMatchObject([{ key: 'zzz' }]);
    const [{ userId, mutation, key } = nobodysKey, ...others] = rows;
    const next = await ask(keys, { after: { userId, mutation, key }, first: 100 });
    expect(next.data.idempotencyKeyFacts).toEqual(others);
  });
});

it('unknownOrders answers the ids that no order has', async () => {
  const nobody = uuidV7();
  const { data } = await ask(unknown, { ids: [first, nobody, second] });
  expect(data.unknownOrders).toEqual([nobody]);
});

it('refuses people, pages without a bound and cursors that are none', async () => {
  const admin = person(uuidV7(), 'ADMIN');
  for (const [query, variables] of [
    [page, { first: 1 }],
    [byIds, { ids: [] }],
    [keys, { first: 1 }],
    [unknown, { ids: [] }],
  ] as const) {
    expect((await ask(query, variables, admin)).codes).toEqual(['FORBIDDEN']);
  }
  for (const variables of [{ first: 0 }, { first: 501 }, { first: 1, after: 'x' }]) {
    expect((await ask(page, variables)).codes).toEqual(['BAD_USER_INPUT']);
  }
  const after = { userId: 'x', mutation: '', key: '' };
  expect((await ask(keys, { first: 1, after })).codes).toEqual(['BAD_USER_INPUT']);
  const tooMany = Array.from({ length: 1_001 }, () => uuidV7());
  expect((await ask(unknown, { ids: tooMany })).codes).toEqual(['BAD_USER_INPUT']);
});
