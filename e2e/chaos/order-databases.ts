import { evenShardVariables } from '../../config/testing/subgraph-variables';

/** A shop of the fault harness has its orders in one database, or spread over two. */
export type OrderDatabaseCount = 1 | 2;

/** The names of the databases of orders on their server, the home first. */
export const orderDatabaseNames = (count: OrderDatabaseCount): string[] =>
  ['orders', 'orders2'].slice(0, count);

/** Settings that give each database the same number of shards; none for one database. */
export const spreadOver = (urls: readonly string[]): Record<string, string> =>
  urls.length === 1 ? {} : evenShardVariables(urls.map((url) => ({ url })));
