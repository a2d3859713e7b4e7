import { beforeAll, describe, expect, it } from 'vitest';
import { person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeAll(async () => {
  await room.given('B-EMPTY', { stock: { BER: 0, HAM: 50 } });
  await room.given('A-LOW', { stock: { BER: 5 } });
  await room.given('C-PLENTY', { stock: { BER: 6 } });
  await room.given('D-GONE', { stock: { BER: 0 }, active: false });
  await room.given('E-NOWHERE');
  await room.pool.query(`UPDATE stock_levels SET reorder_point = 5 WHERE sku <> 'B-EMPTY'`);
});

const query = `query ($first: Int, $after: String) {
  lowStock(first: $first, after: $after) {
    edges { node { sku } } pageInfo { hasNextPage endCursor } totalCount
  }
}`;
const clerk = person('WAREHOUSE');

describe('low stock', () => {
  it('lists active products that one warehouse should reorder, by SKU', async () => {
    const { data } = await room.ask(clerk, query);
    expect(data.lowStock).toMatchObject({
      edges: [{ node: { sku: 'A-LOW' } }, { node: { sku: 'B-EMPTY' } }],
      totalCount: 2,
    });
  });

  it('is read in pages', async () => {
    const first = (await room.ask(clerk, query, { first: 1 })).data.lowStock;
    expect(first.pageInfo.hasNextPage).toBe(true);
    const { data } = await room.ask(clerk, query, { first: 1, after: first.pageInfo.endCursor });
    expect(data.lowStock.edges).toEqual([{ node: { sku: 'B-EMPTY' } }]);
    expect(data.lowStock.pageInfo.hasNextPage).toBe(false);
  });
});
