import path from 'node:path';
import { evenShardVariables } from '../../../config/testing/subgraph-variables';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../platform/database/embedded';
import { withDatabase } from '../../../platform/database/ensure-database';
import { queryOnce } from '../../../platform/database/own-connection';
import type { Logger } from '../../../platform/telemetry/logger';
import { createDatabases, type DatabaseServers } from '../shop-on-databases';

const host = '127.0.0.1';
/** The databases of orders, by their names in `shard status`. */
export const databases = { orders: 'orders', 'orders-2': 'orders2' } as const;
export type ShardDatabaseName = keyof typeof databases;

/** One server with the databases of a shop, of which two have orders. */
export class TwoDatabases implements DatabaseServers {
  private constructor(private readonly postgres: EmbeddedPostgres) {}

  static async start(folder: string, logger: Logger): Promise<TwoDatabases> {
    const dataFolder = path.join(folder, 'postgres');
    const postgres = await startEmbeddedPostgres({ dataFolder, logger });
    const url = postgres.tcpUrl('postgres');
    await createDatabases(url);
    await queryOnce(url, `CREATE DATABASE ${databases['orders-2']} OWNER orders_owner`);
    await queryOnce(url, `GRANT CONNECT ON DATABASE ${databases['orders-2']} TO orders`);
    return new TwoDatabases(postgres);
  }

  get url(): string {
    return this.postgres.tcpUrl('postgres');
  }

  urlAs(user: string, password: string, database: string): string {
    return `postgresql://${user}:${password}@${host}:${this.postgres.port}/${database}`;
  }

  /** The URL of a database of orders, for its superuser. */
  urlOf(name: ShardDatabaseName): string {
    return withDatabase(this.url, databases[name]);
  }

  /** Half of the shards in each database. */
  get settings(): Record<string, string> {
    const shards = Object.values(databases).map((database) => ({
      url: this.urlAs('orders', 'orders', database),
      ownerUrl: this.urlAs('orders_owner', 'orders_owner', database),
    }));
    return { ...evenShardVariables(shards), ORDERPROCESSING_DATABASE_ORDERS_OWNER_URL: '' };
  }

  /** The ids of all orders, by their database. */
  async ids(): Promise<Record<ShardDatabaseName, string[]>> {
    const read = async (name: ShardDatabaseName) => {
      const rows = await queryOnce<{ id: string }>(this.urlOf(name), 'SELECT id FROM orders');
      return rows.map(({ id }) => id);
    };
    return { orders: await read('orders'), 'orders-2': await read('orders-2') };
  }

  async stop(): Promise<void> {
    await this.postgres.stop();
  }
}
