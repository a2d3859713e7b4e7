import type { Client as Connection } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Orders, PlaceOrder, Products } from '../../client/src/generated/operations';
import { demoClient } from '../harness/demo-client';
import { orderOf } from '../harness/people';
import type { Shop } from '../harness/shop';

const threeLines: [string, number][] = [
  ['DEMO-0101', 1],
  ['DEMO-0102', 2],
  ['DEMO-0103', 1],
];

/** The number of runs: background work polls now and then, but hardly during every one of them. */
const looksMax = 8;

/** What a shop needs so that only the statements of requests are counted. */
export const countable = {
  // Mails come after the order; their statements are not its own.
  ORDERPROCESSING_MAIL_ORDERS: 'false',
  // A kept answer takes no statement.
  ORDERPROCESSING_CACHE_ANSWERS_CATALOGUE_SECONDS: '0',
  ORDERPROCESSING_CACHE_ANSWERS_STOCK_MS: '0',
};

/** @param running a shop that was started with `countable`. */
export function countStatements(shop: Shop): void {
  const customer = demoClient(shop, 'customer');
  let statistics: Connection;

  beforeAll(async () => {
    statistics = await shop.database('postgres');
    await statistics.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  });
  afterAll(() => statistics?.end());

  /** What PostgreSQL was asked while the work ran, our own questions and its transactions aside. */
  async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
    await statistics.query('SELECT pg_stat_statements_reset()');
    await work();
    const { rows } = await statistics.query<{ query: string; calls: string }>(
      `SELECT query, calls FROM pg_stat_statements
       WHERE query !~* '^(begin|commit|rollback|set |show |deallocate)'
         AND query !~ 'pg_stat_statements|SELECT \\$1$|^SELECT 1$'`,
    );
    return rows.flatMap(({ query, calls }) => Array<string>(Number(calls)).fill(query));
  }

  /** The fewest of several times, the first of which fills caches and prepares statements. */
  async function fewestStatements(work: () => Promise<unknown>): Promise<string[]> {
    let fewest: string[] | null = null;
    await work();
    for (let look = 0; look < looksMax; look += 1) {
      const statements = await statementsDuring(work);
      if (fewest === null || statements.length < fewest.length) fewest = statements;
    }
    return fewest ?? [];
  }

  async function expectAtMost(most: number, work: () => Promise<unknown>): Promise<void> {
    const statements = await fewestStatements(work);
    expect(statements.length, statements.join('\n---\n')).toBeLessThanOrEqual(most);
  }

  async function place(): Promise<void> {
    const { placeOrder } = await customer.run(PlaceOrder, orderOf(threeLines, 'tok_ok'));
    expect(placeOrder).toMatchObject({ status: 'CONFIRMED' });
  }

  test('an order of three lines takes at most ten statements', () => expectAtMost(10, place));

  test('a list of twenty products takes one statement, its total included', () =>
    expectAtMost(1, () => shop.client.run(Products, { first: 20 })));

  test('a search takes one more statement, for the dictionary', () =>
    expectAtMost(2, () => shop.client.run(Products, { first: 20, filter: { search: 'mug' } })));

  test('a list of orders takes as many statements for ten as for one', async () => {
    for (let placed = 0; placed < 10; placed += 1) await place();
    const list = (first: number) => customer.run(Orders, { first });
    const one = await fewestStatements(() => list(1));
    const ten = await fewestStatements(() => list(10));
    expect(ten.length, ten.join('\n---\n')).toBe(one.length);
  });
}
