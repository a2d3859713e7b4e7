import { beforeAll, describe, expect, it } from 'vitest';
import { statementsOf } from '../../../platform/testing/statements';
import { anonymous, keyOf, person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeAll(async () => {
  await room.given('Tea-1', { name: 'Tea', priceMinor: 1250, stock: { HAM: 4, BER: 3 } });
  await room.given('GONE', { active: false });
  await room.given('LEAF', { description: 'Green leaves.' });
});

const product = `query ($sku: ID!) {
  product(sku: $sku) { sku name description active version available
    price { amount currency } }
}`;
const stock = `query ($sku: ID!) {
  product(sku: $sku) { sku stock { onHand available warehouse { code } } }
}`;
const entity = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Product { sku available } }
}`;

describe('one product', () => {
  it('is found in any case, as the catalogue writes it', async () => {
    const { data } = await room.ask(anonymous, product, { sku: 'tea-1' });
    expect(data.product).toEqual({
      sku: 'Tea-1',
      name: 'Tea',
      description: null,
      active: true,
      version: 1,
      available: 7,
      price: { amount: '12.50', currency: 'EUR' },
    });
  });

  it.each(['NOPE', '', '\u0000', 'ü', 'x'.repeat(65)])('is null for %j', async (sku) => {
    expect(await room.ask(anonymous, product, { sku })).toEqual({
      data: { product: null },
      codes: [],
    });
  });

  it('is null for an inactive one, except for staff', async () => {
    const seen = async (viewer = anonymous) =>
      (await room.ask(viewer, product, { sku: 'GONE' })).data.product?.sku ?? null;
    expect(await seen()).toBeNull();
    expect(await seen(person('CUSTOMER'))).toBeNull();
    expect(await seen(keyOf('ADMIN', 'ORDERS_READ'))).toBeNull();
    expect(await seen(person('WAREHOUSE'))).toBe('GONE');
  });
});

describe('a product as an entity', () => {
  const references = ['TEA-1', 'gone', 'NOPE'].map((sku) => ({ __typename: 'Product', sku }));

  it('is visible to the same viewers', async () => {
    const seen = async (viewer = anonymous) => {
      const { data } = await room.ask(viewer, entity, { representations: references });
      return data._entities.map((one: { sku: string } | null) => one?.sku ?? null);
    };
    expect(await seen()).toEqual(['Tea-1', null, null]);
    expect(await seen(person('SUPPORT'))).toEqual(['Tea-1', 'GONE', null]);
  });

  it('costs one statement for all, and one for what is available', async () => {
    const ask = () => room.ask(anonymous, entity, { representations: references });
    expect(await room.statementsOf(ask)).toBe(2);
  });

  it.each([
    ['it is not selected', 'name', 'product-summaries-by-sku', { name: 'LEAF' }],
    ['it is selected', 'description', 'products-by-sku', { description: 'Green leaves.' }],
  ])('has its description read only where %s', async (_when, field, statement, expected) => {
    const text = `query ($all: [_Any!]!) { _entities(representations: $all) { ...Part } }
      fragment Part on Product { ${field} }`;
    const ask = () => room.ask(anonymous, text, { all: [{ __typename: 'Product', sku: 'leaf' }] });
    expect((await ask()).data).toEqual({ _entities: [expected] });
    expect(await statementsOf(room.pool, ask)).toContain(statement);
  });
});

it('keeps the stock of warehouses from a key whose owner has lost the role, and nothing else', async () => {
  const former = keyOf('CUSTOMER', 'INVENTORY_READ');
  const { data, codes } = await room.ask(former, stock, { sku: 'TEA-1' });
  expect([data.product, codes]).toEqual([{ sku: 'Tea-1', stock: null }, ['FORBIDDEN']]);
});
