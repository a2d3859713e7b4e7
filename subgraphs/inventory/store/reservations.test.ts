import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { stockRoomForFile } from '../testing/stock-room';
import type { StockLine } from './reservations';

const room = stockRoomForFile();
beforeEach(() => room.empty());

const reserve = (lines: StockLine[], orderId = uuidV7()) =>
  room.store.reservations.reserve(orderId, lines);
const everything = { first: 10, olderThanSeconds: 0 };
const one = (sku: string, quantity = 1): StockLine => ({ sku, quantity });

async function allocationsOf(orderId: string) {
  const rows = await room.store.reservations.allocationsByOrder([orderId]);
  return rows.map(({ sku, warehouse, quantity }) => [sku, warehouse, quantity]);
}

describe('reserving', () => {
  it('holds the units, with an allocation and a movement each', async () => {
    await room.given('TEA', { stock: { BER: 5 } });
    const orderId = uuidV7();
    expect(await reserve([one('tea', 2)], orderId)).toEqual({
      state: 'HELD',
      shortages: [],
      isNew: true,
    });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 2] });
    expect(await allocationsOf(orderId)).toEqual([['TEA', 'BER', 2]]);
    const { rows } = await room.pool.query(
      `SELECT on_hand_delta, reserved_delta, reference FROM stock_movements WHERE kind = 'RESERVED'`,
    );
    expect(rows).toEqual([{ on_hand_delta: 0, reserved_delta: 2, reference: orderId }]);
    expect(await room.imbalances()).toEqual([]);
  });

  it('takes one statement for any number of lines', async () => {
    const skus = Array.from({ length: 20 }, (_, index) => `S${index}`);
    for (const sku of skus) await room.given(sku, { stock: { BER: 5, HAM: 5 } });
    expect(await room.statementsOf(() => reserve(skus.map((sku) => one(sku, 7))))).toBe(1);
  });

  it('changes nothing when one line is short, and says what is there', async () => {
    await room.given('TEA', { stock: { BER: 5 } });
    await room.given('MUG', { stock: { BER: 1, HAM: 1 } });
    const outcome = await reserve([one('TEA'), one('MUG', 3), one('NONE', 1)]);
    expect(outcome.state).toBe('RELEASED');
    expect(outcome.shortages).toEqual([
      { sku: 'MUG', requested: 3, available: 2 },
      { sku: 'NONE', requested: 1, available: 0 },
    ]);
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
    expect(await room.levels('MUG')).toEqual({ BER: [1, 0], HAM: [1, 0] });
  });

  it('prefers one warehouse for the whole line, and for most lines of the order', async () => {
    await room.given('TEA', { stock: { AMS: 2, BER: 3, HAM: 9 } });
    await room.given('MUG', { stock: { AMS: 9, BER: 4 } });
    const orderId = uuidV7();
    await reserve([one('TEA', 3), one('MUG', 4)], orderId);
    expect(await allocationsOf(orderId)).toEqual([
      ['MUG', 'BER', 4],
      ['TEA', 'BER', 3],
    ]);
  });

  it('draws on several warehouses, the fullest first, when none has all of it', async () => {
    await room.given('TEA', { stock: { AMS: 2, BER: 5, HAM: 3 } });
    const orderId = uuidV7();
    await reserve([one('TEA', 9)], orderId);
    expect(await allocationsOf(orderId)).toEqual([
      ['TEA', 'AMS', 1],
      ['TEA', 'BER', 5],
      ['TEA', 'HAM', 3],
    ]);
  });

  it('adds up a SKU that is written twice, in whatever case', async () => {
    await room.given('TEA', { stock: { BER: 5 } });
    expect((await reserve([one('tea', 2), one('TEA', 2)])).state).toBe('HELD');
    expect((await reserve([one('tea', 1), one('TEA', 1)])).shortages).toHaveLength(1);
    expect(await room.levels('TEA')).toEqual({ BER: [5, 4] });
  });

  it('answers a repetition by what is so, and holds nothing more', async () => {
    await room.given('TEA', { stock: { BER: 5 } });
    const orderId = uuidV7();
    await reserve([one('TEA', 2)], orderId);
    expect(await reserve([one('TEA', 2)], orderId)).toMatchObject({ state: 'HELD', isNew: false });
    await room.store.reservations.confirm([orderId]);
    expect(await reserve([one('TEA', 2)], orderId)).toMatchObject({ state: 'CONFIRMED' });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 2] });
  });

  it('repeats a refusal with its shortages, also when there is stock by now', async () => {
    await room.given('TEA', { stock: { BER: 1 } });
    const orderId = uuidV7();
    const refused = await reserve([one('TEA', 2)], orderId);
    await room.pool.query('UPDATE stock_levels SET on_hand = 9');
    expect(await reserve([one('TEA', 2)], orderId)).toEqual({ ...refused, isNew: false });
    expect(await room.levels('TEA')).toEqual({ BER: [9, 0] });
  });

  it('is refused after a release that came first', async () => {
    await room.given('TEA', { stock: { BER: 5 } });
    const orderId = uuidV7();
    await room.store.reservations.release(orderId);
    expect(await reserve([one('TEA')], orderId)).toEqual({
      state: 'RELEASED',
      shortages: [],
      isNew: false,
    });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
  });
});

describe('confirming', () => {
  it('is firm unless somebody released it', async () => {
    await room.given('TEA', { stock: { BER: 5 } });
    const orderId = uuidV7();
    await reserve([one('TEA')], orderId);
    expect(await room.store.reservations.confirm([orderId])).toEqual([orderId]);
    expect(await room.store.reservations.held(null, everything)).toEqual([]);
    expect(await room.store.reservations.releaseHeld(orderId)).toBe(false);
    await room.store.reservations.release(orderId);
    expect(await room.store.reservations.confirm([orderId])).toEqual([]);
  });

  it('leaves out what was never made or was refused', async () => {
    expect(await room.store.reservations.confirm([uuidV7()])).toEqual([]);
    const orderId = uuidV7();
    await reserve([one('NONE')], orderId);
    expect(await room.store.reservations.confirm([orderId])).toEqual([]);
  });
});

describe('releasing', () => {
  it('frees what is held, once', async () => {
    await room.given('TEA', { stock: { AMS: 2, BER: 5 } });
    const orderId = uuidV7();
    await reserve([one('TEA', 6)], orderId);
    await Promise.all(Array.from({ length: 5 }, () => room.store.reservations.release(orderId)));
    expect(await room.levels('TEA')).toEqual({ AMS: [2, 0], BER: [5, 0] });
    const { rows } = await room.pool.query(
      `SELECT sum(reserved_delta)::int AS freed FROM stock_movements WHERE kind = 'RELEASED'`,
    );
    expect(rows).toEqual([{ freed: -6 }]);
    expect(await room.imbalances()).toEqual([]);
  });

  it('takes one statement', async () => {
    const orderId = uuidV7();
    expect(await room.statementsOf(() => room.store.reservations.release(orderId))).toBe(1);
  });
});
