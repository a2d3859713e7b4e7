import path from 'node:path';
import { Client as Connection } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OrdersDocument, PlaceOrderDocument, ProductsDocument } from '../client/documents';
import { findEmbeddedPostgres } from '../platform/database/embedded-running';
import type { Client } from './harness/client';
import { demoAccount, orderOf } from './harness/people';
import { Shop } from './harness/shop';

let shop: Shop;
let customer: Client;
let statistics: Connection;

beforeAll(async () => {
  shop = await Shop.start();
  customer = await demoAccount(shop.client, 'customer');
  const url = findEmbeddedPostgres(path.join(shop.dataFolder, 'data'))?.('postgres');
  statistics = new Connection({ connectionString: url });
  await statistics.connect();
  await statistics.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
});
afterAll(async () => {
  await statistics?.end();
  await shop?.close();
});

/** What PostgreSQL was asked while the work ran, our own questions and its transactions aside. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  await statistics.query('SELECT pg_stat_statements_reset()');
  await work();
  const { rows } = await statistics.query<{ query: string; calls: string }>(
    `SELECT query, calls FROM pg_stat_statements
     WHERE query !~* '^(begin|commit|rollback|set |show |deallocate)'
       AND query !~ 'pg_stat_statements|SELECT \\$1$|^SELECT 1$'`,
  );
  return rows.flatMap(({ query, calls }) => Array<string>(Number(calls)).fill(query));
}

const threeLines: [string, number][] = [
  ['DEMO-0101', 1],
  ['DEMO-0102', 2],
  ['DEMO-0103', 1],
];

async function place(): Promise<void> {
  const { placeOrder } = await customer.run(PlaceOrderDocument, orderOf(threeLines, 'tok_ok'));
  expect(placeOrder).toMatchObject({ status: 'CONFIRMED' });
}

test('an order of three lines takes at most ten statements', async () => {
  await place();
  const statements = await statementsOf(place);
  expect(statements.length, statements.join('\n---\n')).toBeLessThanOrEqual(10);
});

test('a list of twenty products takes at most two statements besides its total', async () => {
  const list = () => shop.client.run(ProductsDocument, { first: 20 });
  await list();
  const statements = await statementsOf(list);
  expect(statements.length, statements.join('\n---\n')).toBeLessThanOrEqual(3);
});

test('a list of orders takes as many statements for ten as for one', async () => {
  for (let placed = 0; placed < 10; placed += 1) await place();
  const list = (first: number) => customer.run(OrdersDocument, { first });
  await list(10);
  const one = await statementsOf(() => list(1));
  const ten = await statementsOf(() => list(10));
  expect(ten.length, ten.join('\n---\n')).toBe(one.length);
});
