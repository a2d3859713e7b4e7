import { beforeAll, expect, test } from 'vitest';
import { statementsOf } from '../../platform/testing/statements';
import { anonymous, person, stockRoom, stockRoomForFile } from './testing/stock-room';

const descriptionBytes = 5_990;
/** The response may have 10 MB. */
const fitting = Math.floor(10_000_000 / descriptionBytes);

const room = stockRoomForFile();
beforeAll(async () => {
  await room.pool.query(
    `INSERT INTO products (sku, name, price_minor, currency, active, description)
     SELECT 'P-' || number, 'P', 1, 'EUR', number <= 2000, repeat('é', ${descriptionBytes / 2})
     FROM generate_series(1, 4000) AS number`,
  );
});

const entities = (fields: string) => `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Product { ${fields} } }
}`;
const numbered = (from: number, count: number) => ({
  representations: Array.from({ length: count }, (_, index) => ({
    __typename: 'Product',
    sku: `P-${from + index}`,
  })),
});

test('descriptions are read until the response cannot hold them', async () => {
  const described = entities('sku description');
  const most = await room.ask(anonymous, described, numbered(1, fitting));
  expect(most.codes).toEqual([]);
  expect(most.data._entities.at(-1).description).toHaveLength(descriptionBytes / 2);
  const read = await statementsOf(room.pool, async () => {
    const { data, codes } = await room.ask(anonymous, described, numbered(1, 4_000));
    expect({ data, codes }).toEqual({ data: null, codes: ['OPERATION_TOO_COMPLEX'] });
  });
  expect(read).toHaveLength(17);
});

test('descriptions that are not in the response do not count', async () => {
  const all = numbered(1, 4_000);
  expect((await room.ask(anonymous, entities('sku name'), all)).codes).toEqual([]);
  const skipped = entities('sku description @skip(if: true)');
  expect((await room.ask(anonymous, skipped, all)).codes).toEqual([]);
  const inactive = numbered(2_001, 2_000);
  const { data, codes } = await room.ask(person('CUSTOMER'), entities('description'), inactive);
  expect(codes).toEqual([]);
  expect(new Set(data._entities)).toEqual(new Set([null]));
});

test('a product alone is read without a description that nobody selected', async () => {
  const one = async (fields: string) =>
    statementsOf(room.pool, () => room.ask(anonymous, `{ product(sku: "P-1") { ${fields} } }`));
  expect(await one('name')).toEqual(['product-summaries-by-sku']);
  expect(await one('description')).toEqual(['products-by-sku']);
});

test('customers read cached products, staff and quotes the database', async () => {
  const cached = await stockRoom({ cache: { redis: false, checkMs: 1_000, rowSeconds: 3_600 } });
  const priceFor = async (viewer: Parameters<typeof cached.ask>[0]) =>
    (await cached.ask(viewer, '{ product(sku: "mug") { price { amount } } }')).data.product.price;
  const quoted = async () => {
    const query = '{ pricedProducts(skus: ["MUG"]) { priceMinor } }';
    return (await cached.call(query)).data.pricedProducts;
  };
  try {
    await cached.given('MUG', { priceMinor: 100 });
    await cached.warmUp();
    // The flag of the cache is off until it has been read.
    await priceFor(anonymous);
    const all = await statementsOf(cached.pool, async () => {
      expect(await priceFor(anonymous)).toEqual({ amount: '1.00' });
      await cached.pool.query(`UPDATE products SET price_minor = 200 WHERE sku = 'MUG'`);
      expect(await priceFor(person('SUPPORT'))).toEqual({ amount: '2.00' });
      expect(await quoted()).toEqual([{ priceMinor: '200' }]);
    });
    expect(all.slice(0, 2)).toEqual(['data-changes', 'cached-product-summaries']);
    expect(all.slice(3)).toEqual(['product-summaries-by-sku', 'priced-products']);
    const update =
      'mutation { updateProduct(input: {sku: "MUG", version: 1, price: "3"}) { __typename } }';
    expect((await cached.ask(person('ADMIN'), update)).data.updateProduct).toEqual({
      __typename: 'Product',
    });
    expect(await priceFor(anonymous)).toEqual({ amount: '3.00' });
  } finally {
    await cached.close();
  }
});
