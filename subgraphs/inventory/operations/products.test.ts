import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementsOf } from '../../../platform/testing/statements';
import { anonymous, keyOf, person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeAll(async () => {
  const days = (day: number) => `2026-01-${String(day).padStart(2, '0')}T00:00:00.123Z`;
  await room.given('A-1', { name: 'Äpfel', priceMinor: 300, createdAt: days(1) });
  await room.given('B-1', { name: 'banana', priceMinor: 200, createdAt: days(2) });
  await room.given('C-1', {
    name: 'Coffee Mill',
    priceMinor: 200,
    createdAt: days(3),
    stock: { BER: 3, HAM: 4 },
  });
  await room.given('D-1', { name: 'Coffee Mug', priceMinor: 900, createdAt: days(4) });
  await room.given('E-1', { name: 'Kaffeemühle', currency: 'JPY', priceMinor: 200 });
  await room.given('F-1', { name: 'Gone', active: false, stock: { BER: 0 } });
});

const list = `query ($first: Int, $after: String, $filter: ProductFilter, $sort: ProductSort) {
  products(first: $first, after: $after, filter: $filter, sort: $sort) {
    edges { cursor node { sku available } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount totalCountExact
  }
}`;

async function skus(variables: Record<string, unknown>, viewer = anonymous): Promise<string[]> {
  const { data, codes } = await room.ask(viewer, list, variables);
  expect(codes).toEqual([]);
  return data.products.edges.map((edge: { node: { sku: string } }) => edge.node.sku);
}

async function pages(sort: string, filter?: object): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 10; page += 1) {
    const { data, codes } = await room.ask(anonymous, list, { first: 1, after, sort, filter });
    expect(codes).toEqual([]);
    const { edges, pageInfo } = data.products;
    found.push(...edges.map((edge: { node: { sku: string } }) => edge.node.sku));
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
  throw new Error('The list did not end.');
}

describe('the order of products', () => {
  it.each([
    ['NAME_ASC', ['A-1', 'B-1', 'C-1', 'D-1', 'E-1']],
    ['PRICE_ASC', ['B-1', 'C-1', 'E-1', 'A-1', 'D-1']],
    ['PRICE_DESC', ['D-1', 'A-1', 'E-1', 'C-1', 'B-1']],
    ['NEWEST', ['E-1', 'D-1', 'C-1', 'B-1', 'A-1']],
    ['RELEVANCE', ['A-1', 'B-1', 'C-1', 'D-1', 'E-1']],
  ])('%s is the same in one page and in many', async (sort, expected) => {
    expect(await skus({ sort })).toEqual(expected);
    expect(await pages(sort)).toEqual(expected);
  });
});

/** An amount that 64 bits cannot hold in minor units of a currency with four decimals. */
const huge = '999999999999999.9999';

describe('filters', () => {
  it.each([
    ['a part of a name, in any case and script', { search: 'MÜHLE' }, ['E-1']],
    ['a SKU', { search: 'b-1' }, ['B-1']],
    ['a misspelt word', { search: 'bananna' }, ['B-1']],
    ['misspelt words', { search: 'cofee mug' }, ['D-1']],
    ['words that no product has together', { search: 'bananna mug' }, ['B-1']],
    ['words in any order, as far as they are typed', { search: 'mil coff' }, ['C-1']],
    ['one letter', { search: 'b' }, ['B-1']],
    ['a part of a SKU', { search: '-1' }, ['A-1', 'B-1', 'C-1', 'D-1', 'E-1']],
    ['signs without a meaning', { search: "':* & | ! <->" }, []],
    ['a wildcard as itself', { search: '%' }, []],
    ['SKUs in any case', { skus: ['a-1', 'C-1', 'F-1', 'nope', '\u0000'] }, ['A-1', 'C-1']],
    ['no SKUs at all', { skus: [] }, []],
    ['stock', { inStock: true }, ['C-1']],
    ['no stock', { inStock: false, currency: 'EUR' }, ['A-1', 'B-1', 'D-1']],
    ['a currency', { currency: 'JPY' }, ['E-1']],
    ['a currency in any case', { currency: 'jpy', priceMax: '200' }, ['E-1']],
    ['a price', { currency: 'EUR', priceMin: '2', priceMax: '3.00' }, ['A-1', 'B-1', 'C-1']],
    ['any price', { currency: 'UYW', priceMin: `-${huge}`, priceMax: huge }, []],
    ['nothing', { search: ' \u0000 ' }, ['A-1', 'B-1', 'C-1', 'D-1', 'E-1']],
  ])('narrow to %s', async (_, filter, expected) => {
    expect(await skus({ sort: 'NAME_ASC', filter })).toEqual(expected);
  });

  it('count what they leave', async () => {
    const { data } = await room.ask(anonymous, list, { first: 1, filter: { currency: 'EUR' } });
    expect(data.products).toMatchObject({ totalCount: 4, totalCountExact: true });
  });

  it('show inactive products to staff only', async () => {
    expect(await skus({ filter: { active: false } }, person('SUPPORT'))).toEqual(['F-1']);
    expect(await skus({ filter: { active: false } }, keyOf('ADMIN', 'INVENTORY_READ'))).toEqual([
      'F-1',
    ]);
    expect(await skus({}, person('ADMIN'))).toHaveLength(6);
    for (const viewer of [anonymous, person('PARTNER'), keyOf('ADMIN', 'ORDERS_READ')]) {
      expect(await skus({}, viewer)).toHaveLength(5);
      const { codes } = await room.ask(viewer, list, { filter: { active: false } });
      expect(codes).toEqual(['FORBIDDEN']);
    }
  });
});

describe('descriptions', () => {
  const beans = { search: 'beans' };
  beforeAll(() => room.given('G-1', { name: 'Beans', description: 'From Ethiopia.' }));
  afterAll(() => room.pool.query(`DELETE FROM products WHERE sku = 'G-1'`));

  it.each([
    ['selected in an edge', 'edges { node { description } }', {}],
    ['selected in a node', 'nodes { text: description }', {}],
    ['selected in a search', 'nodes { ... on Product { description } }', beans],
  ])('are read where they are %s', async (_, selection, filter) => {
    const query = `query ($filter: ProductFilter) { products(filter: $filter) { ${selection} } }`;
    const { data } = await room.ask(anonymous, query, { filter });
    expect(JSON.stringify(data)).toContain('From Ethiopia.');
  });

  it.each([{}, beans, { search: 'coffee' }])('are not read otherwise: %j', async (filter) => {
    const statements = await statementsOf(room.pool, () => skus({ filter }));
    expect(statements).not.toEqual([]);
    for (const text of statements) expect(text).not.toContain('description');
  });
});

describe('a bad request', () => {
  const cursor = (...keys: unknown[]) => Buffer.from(JSON.stringify(keys)).toString('base64url');
  it.each([
    ['first of 0', { first: 0 }],
    ['first of 101', { first: 101 }],
    ['a cursor that is none', { after: 'x' }],
    ['the cursor of another order', { after: cursor('price', '1', 'A'), sort: 'NAME_ASC' }],
    ['a price cursor without a price', { after: cursor('price', 'x', 'A'), sort: 'PRICE_ASC' }],
    ['a date cursor without a date', { after: cursor('new', '2026', 'A', 'B'), sort: 'NEWEST' }],
    ['a cursor with a zero byte', { after: cursor('name', '\u0000', 'A'), sort: 'NAME_ASC' }],
    ['a price without a currency', { filter: { priceMin: '1' } }],
    ['a price finer than the currency', { filter: { priceMin: '1.5', currency: 'JPY' } }],
    ['251 SKUs', { filter: { skus: Array.from({ length: 251 }, (_, i) => `S${i}`) } }],
    ['a search of 201 characters', { filter: { search: 'x'.repeat(201) } }],
    ['a search of 201 blanks', { filter: { search: ' '.repeat(201) } }],
  ])('%s is BAD_USER_INPUT', async (_, variables) => {
    const { data, codes } = await room.ask(anonymous, list, variables);
    expect([codes, data.products]).toEqual([['BAD_USER_INPUT'], null]);
  });
});

it.each([
  ['a list', { filter: { skus: ['A-1', 'C-1'] } }],
  ['a search', { filter: { search: 'mill', skus: ['C-1'] } }],
  ['a search of what is spelt alike', { filter: { search: 'cofee mil' } }],
])('%s says what is available as the product itself does', async (_, variables) => {
  const { data } = await room.ask(anonymous, list, variables);
  expect(data.products.edges.length).toBeGreaterThan(0);
  for (const { node } of data.products.edges) {
    const alone = await room.ask(anonymous, `{ product(sku: "${node.sku}") { sku available } }`);
    expect(node).toEqual(alone.data.product);
    expect(node.available).toBe(node.sku === 'C-1' ? 7 : 0);
  }
});

it('lists the same items as nodes and as edges', async () => {
  const query =
    '{ products(first: 3) { nodes { sku available } edges { node { sku available } } } }';
  const { data } = await room.ask(anonymous, query);
  expect(data.products.nodes).toHaveLength(3);
  expect(data.products.nodes).toEqual(
    data.products.edges.map((edge: { node: unknown }) => edge.node),
  );
});

describe('the cost', () => {
  it('is one statement, which brings along what is available', async () => {
    const query = '{ products(first: 100) { edges { node { sku available price { amount } } } } }';
    expect(await room.statementsOf(() => room.ask(anonymous, query))).toBe(1);
    const nodes = '{ products(first: 100) { nodes { sku available price { amount } } } }';
    expect(await room.statementsOf(() => room.ask(anonymous, nodes))).toBe(1);
    const page = '{ products(first: 100) { edges { node { sku } } } }';
    expect(await room.statementsOf(() => room.ask(anonymous, page))).toBe(1);
  });

  it.each([
    ['a list', {}, 1],
    ['a search, which looks into the dictionary first', { search: 'coffee' }, 2],
    ['a search of two words', { search: 'coffee m' }, 2],
  ])('is no statement more for the total of %s', async (_, filter, statements) => {
    const some = `query ($filter: ProductFilter) {
      products(first: 1, filter: $filter, sort: NAME_ASC) { totalCount totalCountExact edges { node { available } } } }`;
    const asked = () => room.ask(anonymous, some, { filter });
    expect(await room.statementsOf(asked)).toBe(statements);
    expect((await asked()).data.products.totalCount).toBeGreaterThan(1);
  });

  it('is three statements for stock per warehouse, whatever the number of products', async () => {
    const query = `{ products { edges { node { sku stock {
      onHand reserved available reorderPoint warehouse { code name country } } } } } }`;
    expect(await room.statementsOf(() => room.ask(person('ADMIN'), query))).toBe(3);
  });
});
