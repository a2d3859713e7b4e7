import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';

const fields = `id status epoch version currency subtotalMinor shippingMinor taxMinor totalMinor
  capturedMinor refundedMinor goodsMinor isImported isDeclined isRefused isSeen undelivered
  journal { capturedMinor refundedMinor } lostRefunds lostCaptures
  units { sku quantity shipped cancelled packed returned givenBack }
  openEffects { kind seq overdueSeconds amountMinor lines { sku quantity } }
  timeline { events firstSeq lastSeq lastStatus brokenAt }`;
const byIds = `query ($ids: [ID!]!) { orderFactsOf(ids: $ids) { ${fields} } }`;

const shop = shopForFile();
let first: string;
let second: string;
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1' });
  first = (await shop.place(person(uuidV7()))).id;
  second = (await shop.place(person(uuidV7()), { payment: { token: 'tok_action' } })).id;
});

describe('the facts of some orders', () => {
  it('tell what was bought, what is open and how the timeline runs', async () => {
    const { data } = await shop.askInternal(byIds, { ids: [first, uuidV7(), 'no id at all'] });
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
      const { data } = await shop.askInternal(byIds, { ids: [second] });
      return data.orderFactsOf[0].openEffects.map((effect: OpenEffect) => effect.overdueSeconds);
    };
    type OpenEffect = { overdueSeconds: number };
    expect(await overdue()).toEqual([0, 0]);
    await shop.pool.query(
      `UPDATE effects SET next_at = now() - interval '90 seconds' WHERE order_id = $1`,
      [second],
    );
    await shop.pool.query(
      `UPDATE orders SET lease_until = now() + interval '20 seconds' WHERE id = $1`,
      [second],
    );
    expect(await overdue()).toEqual([0, 0]);
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
    const { data } = await shop.askInternal(byIds, { ids: [first] });
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
    const read = async () => (await shop.askInternal(byIds, { ids: [id] })).data.orderFactsOf[0];

    const facts = await read();
    expect(facts).toMatchObject({
      status: 'SHIPPED',
      capturedMinor: facts.totalMinor,
      refundedMinor: '100',
      journal: { capturedMinor: facts.totalMinor, refundedMinor: '100' },
      lostRefunds: 0,
      lostCaptures: 0,
      units: [{ quantity: 2, shipped: 2, packed: 2, returned: 1, givenBack: 1 }],
    });
    await shop.pool.query('UPDATE refunds SET amount_minor = 99 WHERE order_id = $1', [id]);
    expect((await read()).lostRefunds).toBe(1);
  });

  it('count the shipments that have no capture, or a skipped one', async () => {
    const { id } = await shop.place(person(uuidV7()));
    const input = { orderId: id, idempotencyKey: uuidV7(), carrier: 'DHL', trackingCode: 'T' };
    await shop.ask(clerk, ship, { input });
    const lost = async () =>
      (await shop.askInternal(byIds, { ids: [id] })).data.orderFactsOf[0].lostCaptures;
    const captures = `effects WHERE order_id = $1 AND kind = 'CAPTURE'`;
    const setState = (state: string) =>
      shop.pool.query(
        `UPDATE effects SET state = $2::"EffectState" WHERE order_id = $1 AND kind = 'CAPTURE'`,
        [id, state],
      );
    expect(await lost()).toBe(0);
    for (const state of ['PENDING', 'REFUSED']) {
      await setState(state);
      expect(await lost()).toBe(0);
    }
    await setState('SKIPPED');
    expect(await lost()).toBe(1);
    await shop.pool.query(`DELETE FROM ${captures}`, [id]);
    expect(await lost()).toBe(1);
  });

  it('report a refused capture, and whether the order is marked for attention', async () => {
    const { id } = await shop.place(person(uuidV7()));
    const read = async () => (await shop.askInternal(byIds, { ids: [id] })).data.orderFactsOf[0];
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
