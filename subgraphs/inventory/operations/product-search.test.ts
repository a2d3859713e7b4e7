import { afterAll, beforeAll, expect, it } from 'vitest';
import { rankedMatchesMax } from '../store/product-search';
import { anonymous, type StockRoom, stockRoom } from '../testing/stock-room';

let room: StockRoom;
beforeAll(async () => {
  room = await stockRoom();
  await room.given('TIN', { name: 'Box' });
  await room.given('T-1', { name: 'Tin' });
  await room.given('T-2', { name: 'Small tin of biscuits' });
  await room.given('T-3', { name: 'Tincture' });
  await room.given('T-4', { name: 'Tinted glasses' });
  await room.given('T-5', { name: 'Satin scarf' });
});
afterAll(() => room.close());

const list = `query ($first: Int, $after: String, $search: String, $sort: ProductSort) {
  products(first: $first, after: $after, filter: { search: $search }, sort: $sort) {
    edges { node { sku } }
    pageInfo { hasNextPage endCursor }
    totalCount totalCountExact
  }
}`;

async function pages(search: string, sort: string, first: number): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  for (;;) {
    const variables = { first, after, search, sort };
    const { data, codes } = await room.ask(anonymous, list, variables);
    expect(codes).toEqual([]);
    for (const { node } of data.products.edges) found.push(node.sku);
    if (!data.products.pageInfo.hasNextPage) return found;
    after = data.products.pageInfo.endCursor;
  }
}

it('ranks the SKU first, whole words before beginnings, and short names before long', async () => {
  const expected = ['TIN', 'T-1', 'T-2', 'T-3', 'T-4'];
  expect(await pages('tin', 'RELEVANCE', 20)).toEqual(expected);
  expect(await pages('tin', 'RELEVANCE', 1)).toEqual(expected);
});

it('looks inside words only where none begins so, and for what is alike only then', async () => {
  expect(await pages('atin', 'RELEVANCE', 20)).toEqual(['T-5']);
  expect(await pages('tinkture', 'RELEVANCE', 20)).toEqual(['T-3']);
  expect(await pages('tinkture', 'PRICE_ASC', 20)).toEqual(['T-3']);
});

it('counts with the page, in one statement', async () => {
  const ask = () => room.ask(anonymous, list, { first: 1, search: 'tin' });
  expect(await room.statementsOf(ask)).toBe(1);
  expect((await ask()).data.products).toMatchObject({ totalCount: 5, totalCountExact: true });
});

it('lists everything that matches in an order other than relevance', async () => {
  const many = rankedMatchesMax + 50;
  await room.pool.query(
    `INSERT INTO products (sku, name, price_minor, currency)
     SELECT 'M-' || n, 'Mug ' || n, n, 'EUR' FROM generate_series(1, $1::int) AS n`,
    [many],
  );
  const cheapest = await pages('mug', 'PRICE_ASC', 100);
  expect(cheapest).toEqual(Array.from({ length: many }, (_, index) => `M-${index + 1}`));
  expect(new Set(await pages('mug', 'RELEVANCE', 100)).size).toBeGreaterThan(rankedMatchesMax);
  const ask = () => room.ask(anonymous, list, { search: 'mug', sort: 'NAME_ASC' });
  expect((await ask()).data.products).toMatchObject({ totalCount: many, totalCountExact: true });
});
