import { describe, expect, it } from 'vitest';
import { waitingStatements } from '../../../platform/testing/waiting-statements';
import { person, stockRoomForFile } from '../testing/stock-room';

const importProducts = `mutation ($products: [ListedProductInput!]!) {
  importProducts(products: $products) { created updated refused { index code } }
}`;

const room = stockRoomForFile();

const listed = (sku: string, name: string, day: number, priceMinor = '255') => ({
  sku,
  name,
  priceMinor,
  currency: 'GBP',
  listedAt: new Date(Date.UTC(2011, 0, day)).toISOString(),
});

async function take(...products: object[]) {
  const { data, codes } = await room.call(importProducts, { products });
  expect(codes).toEqual([]);
  return data.importProducts;
}

async function product(sku: string) {
  const { rows } = await room.pool.query(
    'SELECT sku, name, price_minor, version FROM products WHERE sku = $1',
    [sku],
  );
  return rows[0];
}

describe('importProducts', () => {
  it('creates products, and changes them by newer lines only, whatever the case', async () => {
    expect(await take(listed('85123A', 'Holder', 10))).toMatchObject({ created: 1, updated: 0 });
    expect(await take(listed('85123a', 'New holder', 20, '295'))).toMatchObject({ updated: 1 });
    expect(await take(listed('85123A', 'Old holder', 15, '199'))).toMatchObject({ updated: 0 });
    expect(await product('85123A')).toEqual({
      sku: '85123A',
      name: 'New holder',
      price_minor: 295n,
      version: 2,
    });
  });

  it('changes nothing when it is repeated', async () => {
    const line = listed('REPEATED', 'Cup', 10);
    await take(line);
    expect(await take(line)).toMatchObject({ created: 0, updated: 0 });
    expect(await product('REPEATED')).toMatchObject({ version: 1 });
  });

  it('corrects a line of the same moment', async () => {
    await take(listed('TIE', 'Wrong column', 10));
    expect(await take(listed('TIE', 'Name', 10))).toMatchObject({ updated: 1 });
    expect(await product('TIE')).toMatchObject({ name: 'Name' });
  });

  it('keeps the newest line of imports that run at once', async () => {
    await take(listed('AT-ONCE', 'Cup', 10));
    const clerk = await room.pool.connect();
    await clerk.query('BEGIN');
    await clerk.query(`SELECT FROM products WHERE sku = 'AT-ONCE' FOR UPDATE`);
    const newest = take(listed('AT-ONCE', 'Newest cup', 20));
    await waitingStatements(room.pool, 1);
    const older = take(listed('AT-ONCE', 'Older cup', 15));
    await waitingStatements(room.pool, 2);
    await clerk.query('COMMIT');
    clerk.release();
    expect(await Promise.all([newest, older])).toMatchObject([{ updated: 1 }, { updated: 0 }]);
    expect(await product('AT-ONCE')).toMatchObject({ name: 'Newest cup', version: 2 });
  });

  it('leaves what staff has written since the time of the line', async () => {
    await take(listed('STAFF-1', 'Cup', 10), listed('STAFF-2', 'Cup', 10));
    const update = `mutation ($input: UpdateProductInput!) {
      updateProduct(input: $input) { ... on Product { version } }
    }`;
    const upsert = `mutation ($input: [ProductInput!]!) { upsertProducts(input: $input) { accepted } }`;
    const admin = person('ADMIN');
    await room.ask(admin, update, { input: { sku: 'STAFF-1', version: 1, price: '9.90' } });
    await room.ask(admin, update, { input: { sku: 'STAFF-2', version: 1, active: false } });
    const input = [{ sku: 'STAFF-3', name: 'Cup', price: '9.90', currency: 'EUR' }];
    await room.ask(admin, upsert, { input });
    const later = ['STAFF-1', 'STAFF-2', 'STAFF-3'].map((sku) => listed(sku, 'Old cup', 20));
    expect(await take(...later)).toMatchObject({ created: 0, updated: 1 });
    expect(await product('STAFF-1')).toMatchObject({ name: 'Cup', price_minor: 990n });
    expect(await product('STAFF-3')).toMatchObject({ name: 'Cup', price_minor: 990n });
    const tomorrow = { listedAt: new Date(Date.now() + 86_400_000).toISOString() };
    const newest = { ...listed('STAFF-3', 'New cup', 1), ...tomorrow };
    expect(await take(newest)).toMatchObject({ updated: 1 });
  });

  it('refuses rows by reason and takes the others', async () => {
    const rows = [
      listed('OK-1', 'Cup', 1),
      listed('bad#sku', 'Cup', 1),
      listed('OK-2', ' ', 1),
      listed('OK-3', 'Cup', 1, 'x'),
    ];
    expect(await take(...rows)).toEqual({
      created: 1,
      updated: 0,
      refused: [
        { index: 1, code: 'INVALID_SKU' },
        { index: 2, code: 'INVALID_NAME' },
        { index: 3, code: 'INVALID_PRICE' },
      ],
    });
  });
});
