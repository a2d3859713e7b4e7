import { randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { databaseForFile } from '../testing/database';
import { heapBytes } from '../testing/heap';
import { statementsOf } from '../testing/statements';
import { countedRowsMax, RowCounts } from './row-count';

const database = databaseForFile('orders');
beforeAll(async () => {
  await database.pool.query('CREATE TABLE rows AS SELECT FROM generate_series(1, 9000) AS n');
  await database.pool.query('ANALYZE rows');
});

const upTo = (most: number) => sql`SELECT FROM generate_series(1, ${most}::int) AS n`;
const all = sql`SELECT FROM rows`;

test('rows are counted up to the limit', async () => {
  const counts = new RowCounts(database.pool);
  expect(await counts.of(upTo(0), [all])).toEqual({ count: 0, exact: true });
  expect(await counts.of(upTo(countedRowsMax), [all])).toEqual({
    count: countedRowsMax,
    exact: true,
  });
});

test('beyond it the planner estimates, once while its estimate is cached', async () => {
  const counts = new RowCounts(database.pool);
  const statements = await statementsOf(database.pool, async () => {
    expect(await counts.of(all, [all])).toEqual({ count: 9_000, exact: false });
    expect(await counts.of(all, [all])).toEqual({ count: 9_000, exact: false });
  });
  expect(statements.filter((statement) => statement.startsWith('EXPLAIN'))).toHaveLength(1);
});

test('an estimate is never below what was counted, and the largest of several readings', async () => {
  const counts = new RowCounts(database.pool);
  const few = sql`SELECT FROM rows LIMIT 7`;
  expect(await counts.rowCountOf(countedRowsMax + 1, [few])).toEqual({
    count: countedRowsMax + 1,
    exact: false,
  });
  expect(await counts.estimated([few, all])).toEqual({ count: 9_000, exact: false });
});

test('queries that differ only in a value are cached apart', async () => {
  const counts = new RowCounts(database.pool);
  const first = (limit: bigint) => sql`SELECT FROM rows LIMIT ${limit}::bigint`;
  expect(await counts.estimated([first(7n)])).toEqual({ count: 7, exact: false });
  expect(await counts.estimated([first(8n)])).toEqual({ count: 8, exact: false });
});

test('cached estimates do not contain long filters', async () => {
  const plan = { 'QUERY PLAN': [{ Plan: { 'Plan Rows': 10_000 } }] };
  const counts = new RowCounts({ query: async () => ({ rows: [plan] }) } as never);
  const fill = async () => {
    for (let index = 0; index < 500; index += 1) {
      const filter = `${index}${randomBytes(25_000).toString('hex')}`;
      await counts.estimated([sql`SELECT 1 FROM products WHERE name = ${filter}`]);
    }
  };
  const before = heapBytes();
  await fill();
  expect(heapBytes() - before).toBeLessThan(2_000_000);
  expect((await counts.estimated([sql`SELECT 1`])).count).toBe(10_000);
});
