import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, roomWith } from '../testing/stock-room';

const importStock = `mutation ($rows: [CountedStockInput!]!) {
  importStock(rows: $rows) { changed reorderPoints older refused { index code } }
}`;
const recordStockCount = `mutation ($input: [StockCountInput!]!, $key: String!) {
  recordStockCount(input: $input, idempotencyKey: $key) { __typename }
}`;
const adjustStock = `mutation ($input: [StockAdjustmentInput!]!, $key: String!) {
  adjustStock(input: $input, idempotencyKey: $key) { __typename }
}`;

const room = roomWith({ TEA: { stock: { BER: 5, HAM: 3 } } });

const row = (sku: string, warehouse: string, onHand: number, reorderPoint?: number) => ({
  sku,
  warehouse,
  onHand,
  countedAt: new Date().toISOString(),
  reorderPoint,
});

/** A person changes what is on hand, after everything that has moved. */
async function change(mutation: string, ...input: object[]) {
  await pastMovements();
  const { data } = await room.ask(person('WAREHOUSE'), mutation, { input, key: uuidV7() });
  expect(Object.values(data)).toEqual([{ __typename: 'AdjustStockPayload' }]);
}

/** A count has whole milliseconds: after this, one is later than everything that has moved. */
const pastMovements = () => room.pool.query('SELECT pg_sleep(0.002)');
beforeEach(pastMovements);

async function take(...rows: object[]) {
  const { data, codes } = await room.call(importStock, { rows });
  expect(codes).toEqual([]);
  return data.importStock;
}

describe('importStock', () => {
  it('sets what is on hand and the reorder points, and twice is once', async () => {
    await room.given('MUG');
    const rows = [row('tea', 'ber', 7, 2), row('MUG', 'HAM', 4), row('TEA', 'HAM', 3, 0)];
    expect(await take(...rows)).toEqual({ changed: 2, reorderPoints: 1, older: 0, refused: [] });
    expect(await take(...rows)).toEqual({ changed: 0, reorderPoints: 0, older: 0, refused: [] });
    expect(await room.levels('TEA')).toEqual({ BER: [7, 0], HAM: [3, 0] });
    expect(await room.levels('MUG')).toEqual({ HAM: [4, 0] });
    const { rows: moved } = await room.pool.query(
      "SELECT sku, on_hand_delta, reference FROM stock_movements WHERE kind = 'ADJUSTED' ORDER BY id",
    );
    expect(moved).toEqual([
      { sku: 'TEA', on_hand_delta: 2, reference: 'import' },
      { sku: 'MUG', on_hand_delta: 4, reference: 'import' },
    ]);
    expect(await room.imbalances()).toEqual([]);
  });

  it('takes away from a count what was shipped since, whenever it is imported', async () => {
    const rows = [row('TEA', 'BER', 9), row('TEA', 'HAM', 3)];
    await take(...rows);
    const orderId = uuidV7();
    await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 4 }]);
    const shipment = { key: orderId, inputHash: '', orderId, lines: null, warehouse: null };
    await room.store.shipping.ship(shipment);
    expect(await take(...rows)).toMatchObject({ changed: 0 });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0], HAM: [3, 0] });
    await pastMovements();
    expect(await take(row('TEA', 'BER', 9))).toMatchObject({ changed: 1 });
    expect(await room.levels('TEA')).toEqual({ BER: [9, 0], HAM: [3, 0] });
  });

  it('leaves a level alone that a person counted later, with or without a difference', async () => {
    const rows = [row('TEA', 'BER', 9, 2), row('TEA', 'HAM', 9)];
    const counted = { sku: 'TEA', reason: 'shelf by shelf' };
    const counts = [
      { ...counted, warehouse: 'BER', counted: 9 },
      { ...counted, warehouse: 'HAM', counted: 3 },
    ];
    await change(recordStockCount, ...counts);
    expect(await take(...rows)).toEqual({ changed: 0, reorderPoints: 0, older: 2, refused: [] });
    expect(await room.levels('TEA')).toEqual({ BER: [9, 0], HAM: [3, 0] });
    await pastMovements();
    expect(await take(row('TEA', 'BER', 8))).toMatchObject({ changed: 1, older: 0 });
    expect(await room.levels('TEA')).toEqual({ BER: [8, 0], HAM: [3, 0] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('keeps the newest of several counts, whatever their order and however often', async () => {
    const monday = [row('TEA', 'BER', 45, 4), row('TEA', 'HAM', 3)];
    await pastMovements();
    const tuesday = [row('TEA', 'BER', 50, 5), row('TEA', 'HAM', 7)];
    await change(adjustStock, { sku: 'TEA', warehouse: 'BER', delta: -1, reason: 'broken' });
    await take(...monday);
    expect(await room.levels('TEA')).toEqual({ BER: [44, 0], HAM: [3, 0] });
    expect(await take(...tuesday)).toMatchObject({ changed: 2, reorderPoints: 1 });
    const older = { changed: 0, reorderPoints: 0, older: 2, refused: [] };
    expect(await take(...monday)).toEqual(older);
    expect(await take(...tuesday)).toMatchObject({ changed: 0, older: 0 });
    expect(await room.levels('TEA')).toEqual({ BER: [49, 0], HAM: [7, 0] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('adds what a person corrected since, whatever the reason', async () => {
    const rows = [row('TEA', 'BER', 9)];
    await take(...rows);
    await change(adjustStock, { sku: 'TEA', warehouse: 'BER', delta: -2, reason: 'import' });
    expect(await take(...rows)).toMatchObject({ changed: 0 });
    expect(await room.levels('TEA')).toEqual({ BER: [7, 0], HAM: [3, 0] });
  });

  it('leaves out what the previous version imported since', async () => {
    const rows = [row('TEA', 'BER', 9)];
    await take(...rows);
    // It neither marks its movements nor stores when a level was counted.
    await room.pool.query('UPDATE stock_levels SET counted_at = NULL');
    await room.pool.query('UPDATE stock_movements SET has_reason = false');
    expect(await take(...rows)).toMatchObject({ changed: 0 });
    expect(await room.levels('TEA')).toEqual({ BER: [9, 0], HAM: [3, 0] });
  });

  it('refuses rows by reason and takes the others', async () => {
    await room.store.reservations.reserve(uuidV7(), [{ sku: 'TEA', quantity: 5 }]);
    await room.store.warehouses.update({ code: 'HAM', name: null, active: false }, []);
    const rows = [
      row('NOPE', 'BER', 1),
      row('TEA', 'BER', 4),
      row('TEA', 'NOPE', 1),
      row('TEA', 'HAM', 4),
    ];
    const { changed, refused } = await take(...rows);
    expect(changed).toBe(0);
    expect(
      new Map(refused.map(({ index, code }: { index: number; code: string }) => [index, code])),
    ).toEqual(
      new Map([
        [0, 'UNKNOWN_PRODUCT'],
        [1, 'BELOW_RESERVED'],
        [2, 'UNKNOWN_WAREHOUSE'],
        [3, 'WAREHOUSE_CLOSED'],
      ]),
    );
    expect(await take(row('TEA', 'HAM', 2), row('TEA', 'NOPE', 1))).toMatchObject({ changed: 1 });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 5], HAM: [2, 0] });
  });

  it.each([
    ['a level twice', [row('TEA', 'BER', 1), row('tea', 'ber', 2)]],
    ['fewer than none', [row('TEA', 'BER', -1)]],
    ['a reorder point below 0', [row('TEA', 'BER', 1, -1)]],
    ['1001 rows', Array.from({ length: 1_001 }, (_, index) => row(`S${index}`, 'BER', 1))],
  ])('refuses %s', async (_, rows) => {
    expect((await room.call(importStock, { rows })).codes).toEqual(['BAD_USER_INPUT']);
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0], HAM: [3, 0] });
  });
});
