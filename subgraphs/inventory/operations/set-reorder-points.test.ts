import { describe, expect, it } from 'vitest';
import { person, roomWith } from '../testing/stock-room';

const room = roomWith({ TEA: { stock: { BER: 5 } }, MUG: { stock: { HAM: 2 } } });

const mutation = `mutation ($input: [ReorderPointInput!]!) {
  setReorderPoints(input: $input) { accepted rejected { index code message } }
}`;
const clerk = person('WAREHOUSE');
const point = (sku: string, warehouse: string, reorderPoint: number) => ({
  sku,
  warehouse,
  reorderPoint,
});
const set = async (input: object[], viewer = clerk) =>
  (await room.ask(viewer, mutation, { input })).data?.setReorderPoints;
const low = async () =>
  (await room.ask(clerk, '{ lowStock { nodes { sku } } }')).data.lowStock.nodes.map(
    ({ sku }: { sku: string }) => sku,
  );

describe('setReorderPoints', () => {
  it('decides which products are low on stock', async () => {
    expect(await low()).toEqual([]);
    expect(await set([point('tea', 'ber', 5), point('MUG', 'HAM', 1)])).toEqual({
      accepted: 2,
      rejected: [],
    });
    expect(await low()).toEqual(['TEA']);
    const { rows } = await room.pool.query('SELECT action, subject, detail FROM audit_outbox');
    const detail = '{"warehouse":"BER","reorderPoint":5}';
    expect(rows).toContainEqual({ action: 'stock.reorder_point', subject: 'Product:TEA', detail });
    expect(rows).toHaveLength(2);
    await set([point('TEA', 'BER', 4)]);
    expect(await low()).toEqual([]);
  });

  it('takes one where nothing was ever kept, without a movement', async () => {
    expect(await set([point('TEA', 'HAM', 3)])).toMatchObject({ accepted: 1 });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0], HAM: [0, 0] });
    expect(await low()).toEqual(['TEA']);
    expect(await room.imbalances()).toEqual([]);
  });

  it('stores the good rows and reports the others by their place', async () => {
    const rows = [
      point('NOPE', 'BER', 1),
      point('TEA', 'BER', 9),
      point('\u0000', 'BER', 1),
      point('TEA', 'NOPE', 1),
      point('MUG', 'HAM', -1),
      point('tea', 'ber', 1),
      point('MUG', '\u0000', 1),
      point('MUG', 'BER', 1_000_000_001),
    ];
    const { accepted, rejected } = await set(rows);
    expect(accepted).toBe(1);
    expect(
      rejected.map(({ index, code }: { index: number; code: string }) => [index, code]),
    ).toEqual([
      [0, 'UNKNOWN_PRODUCT'],
      [2, 'UNKNOWN_PRODUCT'],
      [3, 'UNKNOWN_WAREHOUSE'],
      [4, 'INVALID_REORDER_POINT'],
      [5, 'DUPLICATE_LEVEL'],
      [6, 'UNKNOWN_WAREHOUSE'],
      [7, 'INVALID_REORDER_POINT'],
    ]);
    expect(await low()).toEqual(['TEA']);
    expect((await room.pool.query('SELECT FROM audit_outbox')).rowCount).toBe(1);
    expect(await set([])).toEqual({ accepted: 0, rejected: [] });
  });

  it('takes 1000 rows, and not one more', async () => {
    const input = Array.from({ length: 1_001 }, (_, index) => point(`SKU-${index}`, 'BER', 1));
    expect((await set(input.slice(1))).rejected).toHaveLength(1_000);
    expect((await room.ask(clerk, mutation, { input })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
