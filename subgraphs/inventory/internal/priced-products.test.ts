import { describe, expect, it } from 'vitest';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 5 }, priceMinor: 1250 } });

const priced = `query ($skus: [ID!]!) {
  pricedProducts(skus: $skus) { sku name priceMinor currency available } }`;

describe('pricedProducts', () => {
  it('leaves out what is unknown or inactive, in one statement', async () => {
    await room.given('GONE', { active: false });
    await room.given('BARE');
    const ask = () => room.call(priced, { skus: ['TEA', 'gone', 'nope', '\u0000', 'BARE'] });
    const { data } = await ask();
    expect(data.pricedProducts).toEqual([
      { sku: 'BARE', name: 'BARE', priceMinor: '1000', currency: 'EUR', available: 0 },
      { sku: 'Tea', name: 'Tea', priceMinor: '1250', currency: 'EUR', available: 5 },
    ]);
    expect(await room.statementsOf(ask)).toBe(1);
  });

  it('takes at most 1000 SKUs', async () => {
    const skus = Array.from({ length: 1001 }, (_, index) => `S-${index}`);
    expect((await room.call(priced, { skus })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
