import { describe, expect, it } from 'vitest';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 5 }, priceMinor: 1250 } });

const receive = `mutation ($lines: [ReceivedStockInput!]!, $reference: String!) {
  receiveStock(lines: $lines, reference: $reference) }`;

const receiveStock = (lines: object[], reference = 'demo-shop') =>
  room.call(receive, { lines, reference });
const line = (sku: string, quantity: number, warehouse = 'BER') => ({ sku, warehouse, quantity });

describe('receiveStock', () => {
  it('puts units on the shelves once per reference', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { data } = await receiveStock([line('tea', 1000)]);
      expect(data.receiveStock).toBe(true);
    }
    expect(await room.levels('TEA')).toEqual({ BER: [1005, 0] });
    expect(await room.imbalances()).toEqual([]);
    const { rows } = await room.pool.query(
      `SELECT kind FROM stock_movements WHERE reference = 'demo-shop'`,
    );
    expect(rows).toEqual([{ kind: 'RECEIVED' }]);
  });

  it.each([
    ['fewer than one', [line('TEA', -1)]],
    ['what nobody knows', [line('NOPE', 1)]],
    ['stock for nowhere', [line('TEA', 1, 'NOPE')]],
    ['nothing', []],
    ['1001 lines', Array.from({ length: 1001 }, () => line('TEA', 1))],
  ])('refuses %s', async (_, lines) => {
    expect((await receiveStock(lines)).codes).toEqual(['BAD_USER_INPUT']);
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
  });
});
