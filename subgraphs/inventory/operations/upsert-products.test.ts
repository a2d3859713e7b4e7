import { describe, expect, it } from 'vitest';
import { person, stockRoom, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();

const mutation = `mutation ($input: [ProductInput!]!) {
  upsertProducts(input: $input) { accepted rejected { index code message } }
}`;
const admin = person('ADMIN');
const upsert = (input: object[], viewer = admin) => room.ask(viewer, mutation, { input });
const row = (sku: string, other: object = {}) => ({
  sku,
  name: 'Tea',
  price: '12.50',
  currency: 'EUR',
  ...other,
});

async function stored(sku: string) {
  const [product] = await room.store.products.bySku([sku]);
  return product;
}

describe('upsertProducts', () => {
  it('creates products in one statement', async () => {
    // The first change of a minute also deletes notes of old ones.
    await upsert([row('FIRST')]);
    const input = Array.from({ length: 1000 }, (_, index) => row(`BULK-${index}`));
    expect(await room.statementsOf(() => upsert(input))).toBe(1);
    expect(await stored('bulk-999')).toMatchObject({
      sku: 'BULK-999',
      priceMinor: 1250n,
      active: true,
      version: 1,
    });
  });

  it('takes the code of a currency in any case', async () => {
    const { data } = await upsert([row('YEN-1', { price: '7', currency: 'jpy' })]);
    expect(data.upsertProducts).toEqual({ accepted: 1, rejected: [] });
    expect(await stored('YEN-1')).toMatchObject({ currency: 'JPY', priceMinor: 7n });
  });

  it('stores a letter with a mark as one character, as a search looks for it', async () => {
    await upsert([row('GREEN', { name: ' Gru\u0308ne Tasse' })]);
    expect(await stored('GREEN')).toMatchObject({ name: 'Grüne Tasse' });
  });

  it('replaces, raises the version and keeps the SKU as it was written', async () => {
    await upsert([row('Cup', { description: 'With a handle.' })]);
    const { data } = await upsert([row('CUP', { price: '7', active: false })]);
    expect(data.upsertProducts).toEqual({ accepted: 1, rejected: [] });
    expect(await stored('cup')).toMatchObject({
      sku: 'Cup',
      description: null,
      priceMinor: 700n,
      active: false,
      version: 2,
    });
  });

  it('stores the good rows and reports the bad ones by their place', async () => {
    const { data, codes } = await upsert([
      row('GOOD-1'),
      row('bad/sku!'),
      row('P-1', { price: '-0.01' }),
      row('C-1', { name: 'Paid with 4111 1111 1111 1111' }),
      row('good-1'),
      row('FREE', { price: '0' }),
    ]);
    expect(codes).toEqual([]);
    expect(data.upsertProducts.accepted).toBe(2);
    const rejected = data.upsertProducts.rejected.map(
      ({ index, code }: { index: number; code: string }) => [index, code],
    );
    expect(rejected).toEqual([
      [1, 'INVALID_SKU'],
      [2, 'INVALID_PRICE'],
      [3, 'CARD_NUMBER'],
      [4, 'DUPLICATE_SKU'],
    ]);
    expect(await stored('GOOD-1')).toBeDefined();
    expect(await stored('P-1')).toBeUndefined();
  });

  it('takes imports of the same products at once', async () => {
    const input = Array.from({ length: 200 }, (_, index) => row(`BULK-${index}`));
    const answers = await Promise.all([upsert(input), upsert([...input].reverse()), upsert(input)]);
    for (const { codes } of answers) expect(codes).toEqual([]);
    expect(await stored('BULK-7')).toMatchObject({ version: 4 });
  });

  it('takes nothing at all, and not more than 1000', async () => {
    expect((await upsert([])).data.upsertProducts).toEqual({ accepted: 0, rejected: [] });
    const input = Array.from({ length: 1001 }, (_, index) => row(`MORE-${index}`));
    expect((await upsert(input)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('is refused beyond its rate for an address', async () => {
    const limited = await stockRoom({ productUpsertsPerMinute: 2 });
    const field = (alias: string) =>
      `${alias}: upsertProducts(input: [{sku: "RATE-${alias}", name: "N", price: "1", currency: "EUR"}]) { accepted }`;
    const thrice = `mutation { ${['a', 'b', 'c'].map(field).join(' ')} }`;
    const { data, codes } = await limited.ask(person('ADMIN'), thrice);
    expect(codes).toEqual(['RATE_LIMITED']);
    expect(data).toEqual({ a: { accepted: 1 }, b: { accepted: 1 }, c: null });
    await limited.close();
  });

  it('takes descriptions of which a thousand fit into an answer, in JSON', async () => {
    const described = (sku: string, description: string) => row(sku, { description });
    const { data } = await upsert([
      described('LONG-1', 'a'.repeat(5_000)),
      described('LONG-2', '"'.repeat(2_999)),
      described('LONG-3', '"'.repeat(3_000)),
      described('LONG-4', '€'.repeat(2_000)),
    ]);
    const { accepted, rejected } = data.upsertProducts;
    const rejects = rejected.map(({ index, code }: { index: number; code: string }) => [
      index,
      code,
    ]);
    expect([accepted, rejects]).toEqual([
      2,
      [
        [2, 'INVALID_DESCRIPTION'],
        [3, 'INVALID_DESCRIPTION'],
      ],
    ]);
  });
});
