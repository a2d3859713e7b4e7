import { beforeAll, expect, it } from 'vitest';
import { gatheredMatchesMax } from '../store/product-list/gathered-matches';
import { anonymous, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeAll(async () => {
  await room.given('TIN', { name: 'Box' });
  await room.given('T-1', { name: 'Tin' });
  await room.given('T-2', { name: 'Small tin of biscuits' });
  await room.given('T-3', { name: 'Tincture' });
  await room.given('T-4', { name: 'Tinted glasses' });
  await room.given('T-5', { name: 'Satin scarf' });
});

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

it('lists the same in one page and in many, whatever the order', async () => {
  for (const search of ['tin', 't', 'tinn', 'tin bisc', 'scar sat']) {
    for (const sort of ['RELEVANCE', 'NAME_ASC', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST']) {
      const whole = await pages(search, sort, 20);
      expect(whole.length).toBeGreaterThan(0);
      expect(await pages(search, sort, 1)).toEqual(whole);
    }
  }
});

it('corrects no number to another one', async () => {
  expect(await pages('6', 'RELEVANCE', 20)).toEqual([]);
  await room.given('SKU-20250917', { name: 'Anvil' });
  expect(await pages('20250918', 'RELEVANCE', 20)).toEqual([]);
});

it('shows nothing else where only a filter leaves none of the matches', async () => {
  const query = `{ products(filter: { search: "tin", currency: "EUR", priceMin: "90.00" }) {
    edges { node { sku } } totalCount } }`;
  const { data } = await room.ask(anonymous, query);
  expect(data.products).toEqual({ edges: [], totalCount: 0 });
});

it('corrects to no word that only inactive products have', async () => {
  await room.given('X-1', { name: 'Trebuchet', active: false });
  expect(await pages('trebuchett', 'RELEVANCE', 20)).toEqual([]);
  await room.pool.query(`UPDATE products SET active = true WHERE sku = 'X-1'`);
  expect(await pages('trebuchett', 'RELEVANCE', 20)).toEqual(['X-1']);
});

it('looks into the dictionary, then for whole words, and for begun ones if there is room', async () => {
  const ask = (first: number) => room.ask(anonymous, list, { first, search: 'tin' });
  expect(await room.statementsOf(() => ask(20))).toBe(3);
  expect(await room.statementsOf(() => ask(1))).toBe(2);
  for (const first of [1, 20]) {
    const { data } = await ask(first);
    expect(data.products).toMatchObject({ totalCount: 5, totalCountExact: true });
  }
});

it('lists everything that matches in an order other than relevance', async () => {
  const many = gatheredMatchesMax + 50;
  await room.pool.query(
    `INSERT INTO products (sku, name, price_minor, currency)
     SELECT 'M-' || n, 'Mug ' || n, n, 'EUR' FROM generate_series(1, $1::int) AS n`,
    [many],
  );
  const cheapest = await pages('mug', 'PRICE_ASC', 100);
  expect(cheapest).toEqual(Array.from({ length: many }, (_, index) => `M-${index + 1}`));
  expect(new Set(await pages('mug', 'RELEVANCE', 100)).size).toBeGreaterThan(gatheredMatchesMax);
  const ask = () => room.ask(anonymous, list, { search: 'mug', sort: 'NAME_ASC' });
  expect((await ask()).data.products).toMatchObject({ totalCount: many, totalCountExact: true });
});

it('puts the best match first, however many others were there before', async () => {
  await room.given('Z-1', { name: 'Mug' });
  await room.given('Z-2', { name: 'Mugs' });
  await room.given('Z-3', { name: 'Mug M' });
  expect((await pages('mug', 'RELEVANCE', 100)).slice(0, 2)).toEqual(['Z-1', 'Z-3']);
  expect((await pages('mug', 'RELEVANCE', 100)).at(-1)).toBe('Z-2');
  expect((await pages('m mug', 'RELEVANCE', 100))[0]).toBe('Z-3');
  expect((await pages('mug mug m', 'PRICE_ASC', 100)).length).toBe(gatheredMatchesMax + 53);
});

/** A thousand and more kites, each with a word of its own, and what a person would find among them. */
const kites = Array.from({ length: gatheredMatchesMax + 200 }, (_, index) => ({
  sku: `KI-${String(index).padStart(4, '0')}`,
  name: `${index % 3 === 0 ? 'Red kite' : 'Kite'}${index % 7 === 0 ? '' : index} ${'x'.repeat(index % 5)}`.trim(),
}));
const wordsOf = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/);

it('pages by relevance to the end of what totalCount promises', async () => {
  await room.pool.query(
    `INSERT INTO products (sku, name, price_minor, currency)
     SELECT sku, name, 1, 'EUR' FROM unnest($1::text[], $2::text[]) AS kites (sku, name)`,
    [kites.map(({ sku }) => sku), kites.map(({ name }) => name)],
  );
  for (const search of [
    'kite',
    'k',
    'kit x',
    'red kite',
    'ki kite',
    'kite1',
    'ki-0',
    'red kite9',
  ]) {
    const typed = wordsOf(search);
    const expected = kites.filter(({ name, sku }) => {
      const words = wordsOf(`${name} ${sku}`);
      return typed.every((start) => words.some((word) => word.startsWith(start)));
    });
    const found = await pages(search, 'RELEVANCE', 100);
    expect(new Set(found).size, search).toBe(found.length);
    expect([...found].sort(), search).toEqual(expected.map(({ sku }) => sku).sort());
    const { data } = await room.ask(anonymous, list, { first: 1, search, sort: 'RELEVANCE' });
    expect(data.products, search).toMatchObject({
      totalCount: found.length,
      totalCountExact: true,
    });
    // Products with all words as typed come first; among equals, short names do.
    const rank = (sku: string) => {
      const { name = '' } = kites.find((kite) => kite.sku === sku) ?? {};
      const words = wordsOf(`${name} ${sku}`);
      return typed.every((word) => words.includes(word)) ? name.length : 1_000 + name.length;
    };
    const ranks = found.map(rank);
    expect(ranks, search).toEqual([...ranks].sort((one, other) => one - other));
  }
});
