import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, roomWith } from '../testing/stock-room';

const room = roomWith({ TEA: { stock: { BER: 5 } }, MUG: { stock: { HAM: 2 } } });

const mutation = `mutation ($input: [StockCountInput!]!, $key: String!) {
  recordStockCount(input: $input, idempotencyKey: $key) {
    __typename
    ... on AdjustStockPayload { levels { onHand reserved warehouse { code } } }
    ... on UserError { code message }
    ... on NegativeStockError { sku warehouse onHand reserved }
    ... on ValidationError { fields { path } }
  }
}`;
const clerk = person('WAREHOUSE');
const count = (sku: string, warehouse: string, counted: number, reason = 'inventory day') => ({
  sku,
  warehouse,
  counted,
  reason,
});
const outcome = async (input: object[], key: string = uuidV7(), viewer = clerk) =>
  (await room.ask(viewer, mutation, { input, key })).data?.recordStockCount;
const movements = async () => {
  const { rows } = await room.pool.query(
    `SELECT sku, warehouse, on_hand_delta AS delta, kind, reference FROM stock_movements
     WHERE kind <> 'RECEIVED' ORDER BY id`,
  );
  return rows;
};

describe('recordStockCount', () => {
  it('sets what is on hand, and records each difference with its reason', async () => {
    const counts = [count('tea', 'ber', 3), count('TEA', 'HAM', 4), count('MUG', 'HAM', 2)];
    const { levels } = await outcome(counts);
    expect(levels).toEqual([
      { onHand: 3, reserved: 0, warehouse: { code: 'BER' } },
      { onHand: 4, reserved: 0, warehouse: { code: 'HAM' } },
      { onHand: 2, reserved: 0, warehouse: { code: 'HAM' } },
    ]);
    const difference = { kind: 'ADJUSTED', reference: 'inventory day' };
    expect(await movements()).toEqual([
      { sku: 'TEA', warehouse: 'BER', delta: -2, ...difference },
      { sku: 'TEA', warehouse: 'HAM', delta: 4, ...difference },
    ]);
    expect(await room.imbalances()).toEqual([]);
    const { rows } = await room.pool.query('SELECT action, subject, detail FROM audit_outbox');
    expect(rows).toHaveLength(3);
    const detail = '{"warehouse":"ber","counted":3}';
    expect(rows).toContainEqual({ action: 'stock.count', subject: 'Product:TEA', detail });
  });

  it('counts once per key, and not what was sold since', async () => {
    const key = uuidV7();
    const counts = [count('TEA', 'BER', 3)];
    await outcome(counts, key);
    await room.store.stockAdjustments.adjust({
      key: uuidV7(),
      inputHash: 'x',
      kind: 'ADJUSTED',
      lines: [{ sku: 'TEA', warehouse: 'BER', delta: -1, reason: 'broken' }],
    });
    expect((await outcome(counts, key)).levels).toMatchObject([{ onHand: 2 }]);
    expect(await outcome([count('TEA', 'BER', 4)], key)).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await room.levels('TEA')).toEqual({ BER: [2, 0] });
  });

  it('has keys of its own, apart from those of adjustStock', async () => {
    const key = uuidV7();
    const adjust = `mutation ($key: String!) { adjustStock(idempotencyKey: $key, input: [
      { sku: "TEA", warehouse: "BER", delta: 1, reason: "found" }]) { __typename } }`;
    expect((await room.ask(clerk, adjust, { key })).data.adjustStock).toEqual({
      __typename: 'AdjustStockPayload',
    });
    expect((await outcome([count('TEA', 'BER', 9)], key)).levels).toMatchObject([{ onHand: 9 }]);
  });

  it('changes nothing if one count is below what is reserved', async () => {
    await room.store.reservations.reserve(uuidV7(), [{ sku: 'TEA', quantity: 3 }]);
    expect(await outcome([count('MUG', 'HAM', 1), count('TEA', 'BER', 2)])).toMatchObject({
      code: 'NEGATIVE_STOCK',
      sku: 'TEA',
      warehouse: 'BER',
      onHand: 5,
      reserved: 3,
    });
    expect(await room.levels('MUG')).toEqual({ HAM: [2, 0] });
    expect((await outcome([count('TEA', 'BER', 3)])).levels).toMatchObject([{ onHand: 3 }]);
  });

  it('agrees with orders that are placed and shipped at the same time', async () => {
    await room.given('POT', { stock: { BER: 100 } });
    const orders = Array.from({ length: 20 }, () =>
      room.store.reservations.reserve(uuidV7(), [{ sku: 'POT', quantity: 1 }]),
    );
    const counts = Array.from({ length: 5 }, (_, index) =>
      outcome([count('POT', 'BER', 90 + index)]),
    );
    await Promise.all([...orders, ...counts]);
    const [onHand, reserved] = (await room.levels('POT'))['BER'] ?? [];
    expect([90, 91, 92, 93, 94]).toContain(onHand);
    expect(reserved).toBe(20);
    expect(await room.imbalances()).toEqual([]);
  });
});
