import { describe, expect, it } from 'vitest';
import { waitingStatements } from '../../../platform/testing/waiting-statements';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, roomWith } from '../testing/stock-room';
import { reservationStore } from './reservations';
import type { AdjustRequest } from './stock-adjustments';

const room = roomWith({ TEA: { stock: { BER: 5, HAM: 2 } } });

const setActive = (active: boolean, code = 'BER') =>
  room.store.warehouses.update({ code, name: null, active }, []);
const reserve = (quantity: number, orderId = uuidV7()) =>
  room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity }]);
const change = (delta: number, kind: AdjustRequest['kind'] = 'ADJUSTED', warehouse = 'BER') =>
  room.store.stockAdjustments.adjust({
    key: uuidV7(),
    inputHash: 'x',
    kind,
    lines: [{ sku: 'TEA', warehouse, delta, reason: 'test' }],
  });
const count = (counted: number) =>
  room.store.stockAdjustments.adjust({
    key: uuidV7(),
    inputHash: 'x',
    kind: 'ADJUSTED',
    lines: [{ sku: 'TEA', warehouse: 'BER', counted, reason: 'test' }],
  });
const allocationsOf = async (orderId: string) =>
  (await room.store.reservations.allocationsByOrder([orderId])).map(
    ({ warehouse, quantity }) => [warehouse, quantity] as const,
  );

describe('a closed warehouse', () => {
  it('takes no reservation, until it is reopened', async () => {
    await setActive(false);
    const orderId = uuidV7();
    await reserve(2, orderId);
    expect(await allocationsOf(orderId)).toEqual([['HAM', 2]]);
    expect(await reserve(1)).toMatchObject({
      state: 'RELEASED',
      shortages: [{ sku: 'TEA', requested: 1, available: 0 }],
    });
    await setActive(true);
    expect((await reserve(5)).state).toBe('HELD');
    expect(await room.imbalances()).toEqual([]);
  });

  it('still ships and releases what is reserved there', async () => {
    const [shipped, released] = [uuidV7(), uuidV7()];
    await reserve(3, shipped);
    await reserve(2, released);
    await setActive(false);
    await room.store.reservations.release(released);
    expect(await room.store.reservations.confirm([shipped])).toEqual([shipped]);
    const request = {
      key: 'ship',
      inputHash: 'x',
      orderId: shipped,
      lines: null,
      warehouse: 'ber',
    };
    expect(await room.store.shipping.ship(request)).toMatchObject({
      parcels: [{ warehouse: 'BER', lines: [{ sku: 'TEA', quantity: 3 }] }],
    });
    expect(await room.levels('TEA')).toEqual({ BER: [2, 0], HAM: [2, 0] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('takes no goods, except returns that were accepted before', async () => {
    await setActive(false);
    const closed = { kind: 'closed', sku: 'TEA', warehouse: 'BER' };
    expect(await change(1)).toEqual(closed);
    expect(await change(1, 'RECEIVED')).toEqual(closed);
    expect(await count(6)).toEqual(closed);
    for (const lower of [() => change(-1), () => count(4), () => count(3)]) {
      expect((await lower()).kind).toBe('adjusted');
    }
    expect((await change(1, 'RETURNED')).kind).toBe('adjusted');
    expect(await room.levels('TEA')).toEqual({ BER: [4, 0], HAM: [2, 0] });
  });

  it('has nothing available, in stock, for a quote or low', async () => {
    const clerk = person('WAREHOUSE');
    const query = `{
      product(sku: "TEA") { available stock { onHand available warehouse { code active } } }
      products(filter: { inStock: true }) { nodes { sku available } }
      lowStock { nodes { sku } }
    }`;
    await setActive(false);
    await setActive(false, 'HAM');
    await room.pool.query('UPDATE stock_levels SET reorder_point = 99');
    expect((await room.ask(clerk, query)).data).toEqual({
      product: {
        available: 0,
        stock: [
          { onHand: 5, available: 0, warehouse: { code: 'BER', active: false } },
          { onHand: 2, available: 0, warehouse: { code: 'HAM', active: false } },
        ],
      },
      products: { nodes: [] },
      lowStock: { nodes: [] },
    });
    expect(await room.store.products.priced(['TEA'])).toMatchObject([{ available: 0 }]);
    await setActive(true, 'HAM');
    const open = (await room.ask(clerk, query)).data;
    expect(open.product.available).toBe(2);
    expect(open.products.nodes).toEqual([{ sku: 'TEA', available: 2 }]);
    expect(open.lowStock.nodes).toEqual([{ sku: 'TEA' }]);
    expect(await room.store.products.priced(['TEA'])).toMatchObject([{ available: 2 }]);
  });
});

describe('while a warehouse is being closed', () => {
  it('a reservation that waits for it takes other stock, or is short', async () => {
    const [first, second] = [uuidV7(), uuidV7()];
    const holder = await room.pool.connect();
    await holder.query('BEGIN');
    await holder.query("SELECT FROM stock_levels WHERE warehouse = 'BER' FOR UPDATE");
    const closing = setActive(false);
    await waitingStatements(room.pool, 1);
    // Each with a snapshot from before the closing, and not in a batch.
    const { reserve: reserveAtOnce } = reservationStore({ pool: room.pool });
    const reserving = Promise.all([
      reserveAtOnce(first, [{ sku: 'TEA', quantity: 2 }]),
      reserveAtOnce(second, [{ sku: 'TEA', quantity: 5 }]),
    ]);
    await waitingStatements(room.pool, 3);
    await holder.query('COMMIT');
    holder.release();
    await closing;
    const [held, refused] = await reserving;
    expect(held.state).toBe('HELD');
    expect(await allocationsOf(first)).toEqual([['HAM', 2]]);
    expect(refused).toMatchObject({ state: 'RELEASED', shortages: [{ sku: 'TEA', requested: 5 }] });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0], HAM: [2, 2] });
  });

  it('a reservation that came first is kept', async () => {
    const orderId = uuidV7();
    const client = await room.pool.connect();
    await client.query('BEGIN');
    await reservationStore({ pool: client }).reserve(orderId, [{ sku: 'TEA', quantity: 5 }]);
    const closing = setActive(false);
    await waitingStatements(room.pool, 1);
    await client.query('COMMIT');
    client.release();
    expect(await closing).toMatchObject({ active: false });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 5], HAM: [2, 0] });
    expect(await reserve(3)).toMatchObject({ shortages: [{ available: 2 }] });
  });

  it('stock that is added at the same time is closed, too', async () => {
    await room.given('MUG');
    const client = await room.pool.connect();
    await client.query('BEGIN');
    await client.query(
      "INSERT INTO stock_levels (sku, warehouse, on_hand) VALUES ('MUG', 'BER', 1)",
    );
    const closing = setActive(false);
    await waitingStatements(room.pool, 1);
    await client.query('COMMIT');
    client.release();
    await closing;
    const { rows } = await room.pool.query(
      "SELECT warehouse_active FROM stock_levels WHERE warehouse = 'BER' AND sku = 'MUG'",
    );
    expect(rows).toEqual([{ warehouse_active: false }]);
  });

  it('never waits in a circle with orders, counts and new stock', async () => {
    const skus = Array.from({ length: 30 }, (_, index) => `SKU-${index}`);
    for (const sku of skus) await room.given(sku, { stock: { BER: 50 } });
    const key = (index: number) => skus[(index * 7) % skus.length] ?? '';
    const calls = Array.from({ length: 60 }, async (_, index) => {
      if (index % 6 === 0) return setActive(index % 12 === 0);
      if (index % 6 === 1) {
        const lines = [0, 1, 2].map((step) => ({
          sku: key(index + step),
          warehouse: 'NEW',
          delta: 1,
          reason: 'test',
        }));
        const request = { key: uuidV7(), inputHash: 'x', lines, kind: 'ADJUSTED' } as const;
        return room.store.stockAdjustments.adjust(request);
      }
      const lines = [2, 1, 0].map((step) => ({ sku: key(index + step), quantity: 1 }));
      return room.store.reservations.reserve(uuidV7(), lines);
    });
    await Promise.all(calls);
    await setActive(false);
    const { rows } = await room.pool.query(
      'SELECT FROM stock_levels JOIN warehouses ON code = warehouse WHERE warehouse_active <> active',
    );
    expect(rows).toEqual([]);
    expect(await room.imbalances()).toEqual([]);
  });
});
