import { expect, test } from 'vitest';
import {
  dataChangesMinutes,
  rememberedChangesMax,
} from '../../../platform/data-cache/change-follower';
import { cachedRowBytesMax, cachedRowsMax } from '../../../platform/data-cache/data-cache';
import { openForTest } from '../../../platform/testing/open-for-file';
import { cachedDatabase, check, longMs, read } from '../testing/cached-database';

const given = openForTest(cachedDatabase);

test('a row is read once, in whatever case its key is written', async () => {
  const one = given.newProcess({ settings: { checkMs: longMs } });
  expect(await given.during(() => one.priceOf('A'))).toEqual([check, read]);
  expect(await given.during(() => one.priceOf('a'))).toEqual([]);
  expect(await one.products(['a', 'A', 'b'])).toMatchObject([{ sku: 'A' }, { sku: 'B' }]);
  const [summary] = await one.productSummaries(['a']);
  expect(summary).toEqual(
    (await given.newProcess({ settings: { memory: false } }).productSummaries(['a']))[0],
  );
});

test('a hundred misses at once are one statement', async () => {
  const one = given.newProcess();
  const all = () => Promise.all(Array.from({ length: 100 }, () => one.priceOf('A')));
  expect(await given.during(all)).toEqual([check, read]);
});

test('a row that does not exist is remembered until it does', async () => {
  const one = given.newProcess();
  expect(await one.priceOf('NEW')).toBeUndefined();
  expect(await given.during(() => one.priceOf('NEW'))).toEqual([check]);
  await given.pool.query(`INSERT INTO products (sku, name, price_minor, currency)
    VALUES ('New', 'New', 7, 'EUR')`);
  expect(await one.priceOf('NEW')).toBe(7n);
});

test('a change is seen by each process that checks, though no message was sent', async () => {
  const [one, other] = [given.newProcess(), given.newProcess()];
  expect([await one.priceOf('A'), await other.priceOf('A')]).toEqual([1n, 1n]);
  await given.setPrice(2);
  expect([await one.priceOf('A'), await other.priceOf('A')]).toEqual([2n, 2n]);
  expect(await one.lookups('stale')).toBe(1);
  await given.pool.query(`DELETE FROM products WHERE sku = 'A'`);
  expect(await one.priceOf('A')).toBeUndefined();
  await given.pool.query('TRUNCATE products CASCADE');
  expect(await one.priceOf('B')).toBeUndefined();
});

test('a process sees its own change at once, and reads it for the next ones', async () => {
  const one = given.newProcess({ settings: { checkMs: longMs } });
  await one.priceOf('A');
  await given.setPrice(2);
  expect(await one.priceOf('A')).toBe(1n);
  await one.productsChanged(['A']);
  expect(await given.during(async () => expect(await one.priceOf('A')).toBe(2n))).toEqual([]);
});

test('a change that is committed late is seen, though later ones were seen before', async () => {
  const one = given.newProcess();
  const slow = await given.pool.connect();
  await slow.query('BEGIN');
  await slow.query(`UPDATE products SET price_minor = 2 WHERE sku = 'A'`);
  await given.setPrice(9, 'B');
  expect([await one.priceOf('A'), await one.priceOf('B')]).toEqual([1n, 9n]);
  await slow.query('COMMIT');
  slow.release();
  expect([await one.priceOf('A'), await one.priceOf('B')]).toEqual([2n, 9n]);
});

test('changes that are committed in another order than they began are seen', async () => {
  const one = given.newProcess();
  const [early, late] = [await given.pool.connect(), await given.pool.connect()];
  const change = (price: number) => `UPDATE products SET price_minor = ${price} WHERE sku = 'A'`;
  // The first one has its number, and changes the row after the second one.
  await early.query('BEGIN; SELECT pg_current_xact_id()');
  await late.query('BEGIN');
  await late.query(change(2));
  await late.query('COMMIT');
  expect(await one.priceOf('A')).toBe(2n);
  expect(await given.during(() => one.priceOf('A'))).toEqual([check]);
  await early.query(change(3));
  await early.query('COMMIT');
  for (const client of [early, late]) client.release();
  expect(await one.priceOf('A')).toBe(3n);
});

test('a row that changes often is read each time', async () => {
  const one = given.newProcess();
  for (let price = 2; price <= 20; price += 1) {
    await given.setPrice(price);
    expect(await one.priceOf('A')).toBe(BigInt(price));
  }
});

test('warehouses are cached, and a change of one is seen', async () => {
  await given.pool.query(
    `INSERT INTO warehouses (code, name, country) VALUES ('Ber', 'Berlin', 'DE')`,
  );
  const one = given.newProcess();
  expect(await one.warehouses(['BER'])).toMatchObject([{ code: 'Ber', active: true }]);
  expect(await given.during(() => one.warehouses(['ber']))).toEqual([check]);
  await given.pool.query('UPDATE warehouses SET active = false');
  expect(await one.warehouses(['BER'])).toMatchObject([{ code: 'Ber', active: false }]);
});

test('old changes are deleted, and a process that missed them reads again', async () => {
  const late = given.newProcess();
  await late.priceOf('A');
  await given.setPrice(2);
  await given.setPrice(2, 'B');
  await given.pool.query(
    `UPDATE data_changes SET at = now() - interval '${dataChangesMinutes + 1} min'`,
  );
  // Changes are kept while an older transaction runs, also one of another test.
  const left = async () => {
    // Whether it caches rows itself makes no difference.
    const settings = { memory: false, redis: false };
    await given.newProcess({ settings }).productsChanged([]);
    return (await given.pool.query('SELECT key FROM data_changes')).rows;
  };
  await expect.poll(left, { timeout: 20_000 }).toEqual([]);
  expect(await late.priceOf('A')).toBe(2n);
});

test('more changes than a process remembers make it read everything again', async () => {
  const one = given.newProcess();
  await one.priceOf('A');
  await given.pool.query(`WITH changed AS (UPDATE products SET price_minor = 2 WHERE sku = 'A')
    INSERT INTO data_changes (xact, scope, key)
    SELECT pg_current_xact_id()::text::bigint, 'products', 'other-' || n
    FROM generate_series(1, ${rememberedChangesMax}) AS n`);
  expect(await one.priceOf('A')).toBe(2n);
  // It is cached again once all older transactions have ended, also those of another test.
  const again = () => given.during(() => one.priceOf('A'));
  await expect.poll(again, { timeout: 20_000 }).toEqual([check]);
});

test('a long import is one change, after which every row is read again', async () => {
  const one = given.newProcess();
  await one.priceOf('A');
  await given.pool.query(`INSERT INTO products (sku, name, price_minor, currency)
    SELECT 'I-' || n, 'I', 1, 'EUR' FROM generate_series(1, 1001) AS n`);
  const { rows } = await given.pool.query('SELECT key FROM data_changes WHERE key IS NULL');
  expect(rows).toHaveLength(1);
  expect(await given.during(() => one.priceOf('A'))).toEqual([check, read]);
});

test('changes of another cluster, which a dump has brought, turn no cache off', async () => {
  await given.pool.query(`INSERT INTO data_changes (xact, scope, key)
    SELECT 1000000000000, 'products', 'a'`);
  const one = given.newProcess();
  await one.priceOf('A');
  expect(await given.during(() => one.priceOf('A'))).toEqual([check]);
});

test('memory is bounded in rows and in bytes', async () => {
  await given.pool.query(`INSERT INTO products (sku, name, price_minor, currency, description)
    SELECT 'M-' || n, 'M', 1, 'EUR', CASE WHEN n <= 2000 THEN repeat('x', 5000) END
    FROM generate_series(1, ${cachedRowsMax + 500}) AS n`);
  const one = given.newProcess();
  const skus = (count: number) => Array.from({ length: count }, (_, at) => `M-${at + 1}`);
  const measured = async (name: string, cache: string) => {
    const metric = await one.registry.getSingleMetric(name)?.get();
    return metric?.values.find(({ labels }) => labels['cache'] === cache)?.value;
  };
  await one.productSummaries(skus(cachedRowsMax + 500));
  expect(await measured('data_cache_entries', 'product-summaries')).toBe(cachedRowsMax);
  expect(await measured('data_cache_evictions_total', 'product-summaries')).toBe(500);
  await one.products(skus(2_000));
  const bytes = (await measured('data_cache_bytes', 'products')) ?? 0;
  expect(bytes).toBeGreaterThan(cachedRowBytesMax * 0.9);
  expect(bytes).toBeLessThanOrEqual(cachedRowBytesMax);
});

test.each([
  ['settings', { memory: false, redis: false }],
  ['the flag', { isOn: false }],
])('both layers are turned off while the process runs, by %s', async (_by, off) => {
  const one = given.newProcess();
  await one.priceOf('A');
  Object.assign(one.settings, off);
  expect(await given.during(() => one.priceOf('A'))).toEqual(['product-summaries-by-sku']);
});

test('without the table of changes the database is read', async () => {
  const one = given.newProcess();
  await given.pool.query('DROP TABLE data_epoch');
  expect(await one.priceOf('A')).toBe(1n);
  expect(await one.lookups('bypassed')).toBe(1);
});
