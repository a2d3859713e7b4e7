import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 5 }, priceMinor: 1250 } });

const reserve = `mutation ($orderId: ID!, $lines: [StockLineInput!]!) {
  reserveStock(orderId: $orderId, lines: $lines) {
    state shortages { sku requested available } } }`;
const teas = (quantity: number) => [{ sku: 'TEA', quantity }];

const reserveStock = async (lines: object[], orderId = uuidV7()) =>
  (await room.call(reserve, { orderId, lines })).data.reserveStock;

describe('reserveStock', () => {
  it('holds all lines, in one statement', async () => {
    const statements = await room.statementsOf(async () => {
      expect(await reserveStock(teas(2))).toEqual({ state: 'HELD', shortages: [] });
    });
    expect(statements).toBe(1);
    expect(await room.levels('TEA')).toEqual({ BER: [5, 2] });
  });

  it('turns an order away with what is short', async () => {
    expect(await reserveStock(teas(6))).toEqual({
      state: 'RELEASED',
      shortages: [{ sku: 'TEA', requested: 6, available: 5 }],
    });
  });

  it('counts what was held, short, and repeated', async () => {
    const orderId = uuidV7();
    await reserveStock(teas(1), orderId);
    await reserveStock(teas(1), orderId);
    const metrics = await room.registry.metrics();
    expect(metrics).toMatch(/inventory_stock_outs_total 1\n/);
    expect(metrics).toMatch(/inventory_reservations_total{outcome="held"} 2\n/);
    expect(metrics).toMatch(/inventory_reservations_total{outcome="short"} 1\n/);
    expect(metrics).toMatch(/inventory_reservations_total{outcome="repeated"} 1\n/);
  });

  it.each([
    ['an order that is no uuid', { orderId: 'x' }],
    ['no lines', { lines: [] }],
    [
      '1001 lines',
      { lines: Array.from({ length: 1001 }, (_, i) => ({ sku: `S${i}`, quantity: 1 })) },
    ],
    ['no pieces', { lines: teas(0) }],
    ['too many pieces', { lines: teas(100_000) }],
    ['what is no SKU', { lines: [{ sku: '\u0000', quantity: 1 }] }],
  ])('refuses %s', async (_, wrong) => {
    const variables = { orderId: uuidV7(), lines: teas(1), ...wrong };
    expect((await room.call(reserve, variables)).codes).toEqual(['BAD_USER_INPUT']);
  });
});
