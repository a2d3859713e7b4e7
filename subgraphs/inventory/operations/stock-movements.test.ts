import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
const orderId = uuidV7();
beforeAll(async () => {
  await room.given('TEA', { stock: { BER: 5 } });
  await room.given('MUG', { stock: { BER: 5 } });
  await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 2 }]);
  await room.store.reservations.release(orderId);
});

const query = `query ($sku: ID!, $first: Int, $after: String) {
  stockMovements(sku: $sku, first: $first, after: $after) {
    edges { cursor node {
      id at sku onHandDelta reservedDelta kind reference warehouse { code } } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;
const clerk = person('WAREHOUSE');

describe('stock movements', () => {
  it('are listed newest first, with what caused them', async () => {
    const { data, codes } = await room.ask(clerk, query, { sku: 'tea' });
    expect(codes).toEqual([]);
    const nodes = data.stockMovements.edges.map(({ node }: { node: object }) => node);
    expect(nodes).toMatchObject([
      { kind: 'RELEASED', onHandDelta: 0, reservedDelta: -2, reference: orderId },
      { kind: 'RESERVED', onHandDelta: 0, reservedDelta: 2, warehouse: { code: 'BER' } },
      { kind: 'RECEIVED', onHandDelta: 5, reservedDelta: 0, reference: null, sku: 'TEA' },
    ]);
  });

  it('are the same in pages', async () => {
    const whole = (await room.ask(clerk, query, { sku: 'TEA' })).data.stockMovements.edges;
    const found: unknown[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page += 1) {
      const { data } = await room.ask(clerk, query, { sku: 'TEA', first: 1, after });
      found.push(...data.stockMovements.edges);
      expect(data.stockMovements.pageInfo.hasNextPage).toBe(page < 2);
      after = data.stockMovements.pageInfo.endCursor;
    }
    expect(found).toEqual(whole);
  });

  it('are none for what is no product', async () => {
    for (const sku of ['NOPE', '\u0000']) {
      const { data, codes } = await room.ask(clerk, query, { sku });
      expect([data.stockMovements.edges, codes]).toEqual([[], []]);
    }
  });

  it('take no bad cursor and no bad size', async () => {
    const after = Buffer.from('["movements","x"]').toString('base64url');
    for (const variables of [{ after }, { first: 0 }, { first: 101 }]) {
      const { codes } = await room.ask(clerk, query, { sku: 'TEA', ...variables });
      expect(codes).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('cost two statements, one for the page and one for its warehouses', async () => {
    expect(await room.statementsOf(() => room.ask(clerk, query, { sku: 'TEA' }))).toBe(2);
  });
});
