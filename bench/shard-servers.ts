import path from 'node:path';
import type { SubgraphName } from '../config/subgraphs';
import { databaseVariables, evenShardVariables } from '../config/testing/subgraph-variables';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/database/embedded';
import { createLogger } from '../platform/telemetry/logger';
import { type BenchServers, newBenchFolder } from './bench-shop';

/** A server of PostgreSQL for the whole shop, and one for half of the shards of orders. */
export interface ShardServers extends BenchServers {
  /** Kills the second server, which stays down. */
  kill(): Promise<void>;
  /** Starts it again, at the same place. */
  restart(): Promise<void>;
}

const urlsIn = (postgres: EmbeddedPostgres) => ({
  url: postgres.applicationUrl('orders'),
  ownerUrl: postgres.url('orders'),
});

/** @param isSpread false leaves the second server idle and gives all shards to the first one. */
export async function startShardServers(isSpread: boolean): Promise<ShardServers> {
  const folder = newBenchFolder();
  const logger = createLogger({ level: 'fatal', pretty: true, name: 'bench' });
  const startIn = (name: string, port?: number) =>
    startEmbeddedPostgres({ dataFolder: path.join(folder, name), logger, port });
  const first = await startIn('data');
  let second = await startIn('second');
  const owner = (name: SubgraphName) => first.url(name);
  const application = (name: SubgraphName) => first.applicationUrl(name);
  const shards = isSpread && {
    ...evenShardVariables([urlsIn(first), urlsIn(second)]),
    ORDERPROCESSING_DATABASE_ORDERS_OWNER_URL: '',
  };
  return {
    folder,
    pids: [first.pid, second.pid],
    settings: { ...databaseVariables(application, owner), ...shards },
    async kill() {
      process.kill(second.pid, 'SIGKILL');
      // Its supervisor would start it again.
      await second.stop();
    },
    async restart() {
      second = await startIn('second', second.port);
    },
    async close() {
      await second.stop();
      await first.stop();
    },
  };
}
