import { describe, expect, it } from 'vitest';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 5 }, priceMinor: 1250 } });

const priced = `query ($skus: [ID!]!) {
  pricedProducts(skus: $skus) { sku name priceMinor currency available } }`;
const create = `mutation ($products: [NewProductInput!]!) { createProducts(products: $products) }`;

const product = { name: 'Mug', description: null, priceMinor: '890', currency: 'EUR' };
const products = [
  { ...product, sku: 'MUG' },
  { ...product, sku: 'TEA' },
];

describe('createProducts', () => {
  it('creates what is missing and leaves alone what is there, however often', async () => {
    const first = await room.call(create, { products });
    expect(first.data).toEqual({ createProducts: 1 });
    const second = await room.call(create, { products });
    expect(second.data).toEqual({ createProducts: 0 });
    const { data } = await room.call(priced, { skus: ['TEA', 'MUG'] });
    expect(data.pricedProducts).toMatchObject([{ name: 'Mug' }, { name: 'Tea' }]);
  });

  it.each([
    ['what is no SKU', { ...product, sku: 'a!b' }],
    ['a price in parts of a cent', { ...product, sku: 'A', priceMinor: '1.5' }],
  ])('refuses %s', async (_, wrong) => {
    const { codes } = await room.call(create, { products: [wrong] });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});
