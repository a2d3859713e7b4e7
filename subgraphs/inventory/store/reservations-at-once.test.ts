import { beforeEach, describe, expect, it } from 'vitest';
import { waitingStatements } from '../../../platform/testing/waiting-statements';
import { uuidV7 } from '../../../platform/values/uuid';
import { stockRoomForFile } from '../testing/stock-room';
import { reservationStore, type StockLine } from './reservations';

const room = stockRoomForFile();
beforeEach(() => room.empty());

const reserve = (lines: StockLine[], orderId = uuidV7()) =>
  room.store.reservations.reserve(orderId, lines);
const one = (sku: string, quantity = 1): StockLine => ({ sku, quantity });

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

async function allocationsOf(orderId: string) {
  const rows = await room.store.reservations.allocationsByOrder([orderId]);
  return rows.map(({ sku, warehouse, quantity }) => [sku, warehouse, quantity]);
}

describe('while another transaction is under way', () => {
  it('takes units that were freed while it waited for them', async () => {
    await room.given('TEA', { stock: { AMS: 1, BER: 5 } });
    const [first, second] = [uuidV7(), uuidV7()];
    await reserve([one('TEA', 5)], first);
    const client = await room.pool.connect();
    await client.query('BEGIN');
    await reservationStore({ pool: client }).release(first);
    const waiting = reserve([one('TEA', 1)], second);
    await waitingStatements(room.pool, 1);
    await client.query('COMMIT');
    client.release();
    expect((await waiting).state).toBe('HELD');
    expect(await allocationsOf(second)).toEqual([['TEA', 'BER', 1]]);
    expect(await room.imbalances()).toEqual([]);
  });

  it('is short of units that were taken while it waited for them', async () => {
    await room.given('TEA', { stock: { BER: 5 } });
    const client = await room.pool.connect();
    await client.query('BEGIN');
    await reservationStore({ pool: client }).reserve(uuidV7(), [one('TEA', 4)]);
    const waiting = reserve([one('TEA', 2)]);
    await waitingStatements(room.pool, 1);
    await client.query('COMMIT');
    client.release();
    expect((await waiting).shortages).toEqual([{ sku: 'TEA', requested: 2, available: 1 }]);
    expect(await room.levels('TEA')).toEqual({ BER: [5, 4] });
  });

  it('answers a call for the same order by what the other one made', async () => {
    await room.given('TEA', { stock: { BER: 3 } });
    const orderId = uuidV7();
    const client = await room.pool.connect();
    await client.query('BEGIN');
    await reservationStore({ pool: client }).reserve(orderId, [one('TEA', 2)]);
    const waiting = reserve([one('TEA', 2)], orderId);
    await waitingStatements(room.pool, 1);
    await client.query('COMMIT');
    client.release();
    expect(await waiting).toMatchObject({ state: 'HELD', isNew: false });
    expect(await room.levels('TEA')).toEqual({ BER: [3, 2] });
  });

  it('releases what was reserved in the same moment', async () => {
    await room.given('TEA', { stock: { BER: 3 } });
    const orderId = uuidV7();
    const client = await room.pool.connect();
    await client.query('BEGIN');
    await reservationStore({ pool: client }).reserve(orderId, [one('TEA', 2)]);
    const waiting = room.store.reservations.release(orderId);
    await waitingStatements(room.pool, 1);
    await client.query('COMMIT');
    client.release();
    await waiting;
    expect(await room.levels('TEA')).toEqual({ BER: [3, 0] });
    expect(await room.imbalances()).toEqual([]);
  });
});

describe('many at once', () => {
  it('sells 50 units to exactly 50 of 200', async () => {
    await room.given('HOT', { stock: { AMS: 20, BER: 20, HAM: 10 } });
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => reserve([one('HOT')])));
    const held = outcomes.filter(({ state }) => state === 'HELD');
    expect(held).toHaveLength(50);
    const short = outcomes.filter(({ shortages }) => shortages.length === 1);
    expect(short).toHaveLength(150);
    expect(await room.levels('HOT')).toEqual({ AMS: [20, 20], BER: [20, 20], HAM: [10, 10] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('never waits in a circle: carts of 20 SKUs in any order, with releases between', async () => {
    const skus = Array.from({ length: 30 }, (_, index) => `SKU-${index}`);
    for (const sku of skus) await room.given(sku, { stock: { AMS: 40, BER: 40 } });
    const outcomes = await Promise.all(
      Array.from({ length: 150 }, async (_, index) => {
        const orderId = uuidV7();
        const lines = shuffled(skus)
          .slice(0, 20)
          .map((sku) => one(sku, 1 + (index % 3)));
        const outcome = await reserve(lines, orderId);
        if (index % 2 === 0) await room.store.reservations.release(orderId);
        return outcome.state;
      }),
    );
    expect(outcomes.filter((state) => state === 'HELD').length).toBeGreaterThan(20);
    expect(await room.imbalances()).toEqual([]);
  });

  it('makes one reservation of many calls for the same order', async () => {
    await room.given('TEA', { stock: { BER: 3 } });
    for (let round = 0; round < 10; round += 1) {
      const orderId = uuidV7();
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => reserve([one('TEA', 2)], orderId)),
      );
      expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(['HELD']));
      expect(outcomes.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(await room.levels('TEA')).toEqual({ BER: [3, 2] });
      await room.store.reservations.release(orderId);
    }
    expect(await room.imbalances()).toEqual([]);
  });

  it('leaves nothing held whichever of a reservation and its release is first', async () => {
    await room.given('TEA', { stock: { BER: 9 } });
    await room.given('MUG', { stock: { BER: 9, HAM: 9 } });
    for (let round = 0; round < 60; round += 1) {
      const orderId = uuidV7();
      const calls = [
        () => reserve([one('TEA', 2), one('MUG', 12)], orderId),
        () => room.store.reservations.release(orderId),
        () => room.store.reservations.confirm([orderId]),
        () => reserve([one('TEA', 2), one('MUG', 12)], orderId),
      ];
      await Promise.all(shuffled(calls).map((call) => call()));
      expect(await reserve([one('TEA')], orderId)).toMatchObject({ state: 'RELEASED' });
    }
    expect(await room.levels('TEA')).toEqual({ BER: [9, 0] });
    expect(await room.imbalances()).toEqual([]);
  });
});
