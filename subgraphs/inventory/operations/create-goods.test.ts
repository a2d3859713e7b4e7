import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StockRoom, stockRoom } from '../testing/stock-room';

let room: StockRoom;
beforeAll(async () => {
  room = await stockRoom();
});
afterAll(() => room.close());
beforeEach(async () => {
  await room.pool.query(
    'TRUNCATE products, warehouses, stock_levels, stock_movements, reservations, allocations, stock_effects CASCADE',
  );
  await room.given('Tea', { stock: { BER: 5 }, priceMinor: 1250 });
});

const priced = `query ($skus: [ID!]!) {
  pricedProducts(skus: $skus) { sku name priceMinor currency available } }`;
const fill = `mutation ($warehouses: [NewWarehouseInput!]!, $products: [NewProductInput!]!) {
  createWarehouses(warehouses: $warehouses) createProducts(products: $products) }`;

const warehouses = [
  { code: 'BER', name: 'Berlin', country: 'DE' },
  { code: 'PAR', name: 'Paris', country: 'FR' },
];
const product = { name: 'Mug', description: null, priceMinor: '890', currency: 'EUR' };
const products = [
  { ...product, sku: 'MUG' },
  { ...product, sku: 'TEA' },
];

describe('filling a shop', () => {
  it('creates what is missing and leaves alone what is there, however often', async () => {
    const first = await room.call(fill, { warehouses, products });
    expect(first.data).toEqual({ createWarehouses: 1, createProducts: 1 });
    const second = await room.call(fill, { warehouses, products });
    expect(second.data).toEqual({ createWarehouses: 0, createProducts: 0 });
    const { data } = await room.call(priced, { skus: ['TEA', 'MUG'] });
    expect(data.pricedProducts).toMatchObject([{ name: 'Mug' }, { name: 'Tea' }]);
  });

  it('knows an empty shop', async () => {
    expect((await room.call('{ hasProducts }')).data.hasProducts).toBe(true);
    await room.pool.query('TRUNCATE products CASCADE');
    expect((await room.call('{ hasProducts }')).data.hasProducts).toBe(false);
  });

  it.each([
    ['a code with a space', { warehouses: [{ code: 'x y', name: 'X', country: 'DE' }] }],
    ['a country in small letters', { warehouses: [{ code: 'X', name: 'X', country: 'de' }] }],
    ['what is no SKU', { products: [{ ...product, sku: 'a!b' }] }],
    ['a price in parts of a cent', { products: [{ ...product, sku: 'A', priceMinor: '1.5' }] }],
  ])('refuses %s', async (_, wrong) => {
    const { codes } = await room.call(fill, { warehouses, products, ...wrong });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});
