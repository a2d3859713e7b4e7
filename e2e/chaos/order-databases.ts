import { shardVariables } from '../../config/testing/subgraph-variables';

/** A shop of the fault harness has its orders in one database, or spread over two. */
export type OrderDatabaseCount = 1 | 2;

const shards = 4_096;

/** The names of the databases of orders on their server, the home first. */
export const orderDatabaseNames = (count: OrderDatabaseCount): string[] =>
  ['orders', 'orders2'].slice(0, count);

/** Settings that give each database the same number of shards; none for one database. */
export function spreadOver(urls: readonly string[]): Record<string, string> {
  if (urls.length === 1) return {};
  const each = shards / urls.length;
  return shardVariables(
    urls.map((url, index) => ({ from: index * each, to: (index + 1) * each - 1, url })),
  );
}
