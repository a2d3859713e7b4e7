import path from 'node:path';
import { subgraphNames } from '../../config/subgraphs';
import { databaseVariables, replicaVariables } from '../../config/testing/subgraph-variables';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { queryOnce } from '../../platform/database/own-connection';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { startStandby } from '../../platform/testing/standby';
import type { Topology } from '../../testing/started-shop';
import { eventually, newFolder, Shop } from './shop';

const ask = <Row extends object>(server: EmbeddedPostgres, text: string): Promise<Row[]> =>
  queryOnce(server.tcpUrl('postgres'), text);

/** A shop whose databases are on a primary and on a standby that streams from it. */
export class ReplicatedShop {
  private constructor(
    readonly shop: Shop,
    readonly primary: EmbeddedPostgres,
    readonly standby: EmbeddedPostgres,
  ) {}

  static async start(
    settings: Record<string, string>,
    topology: Topology,
  ): Promise<ReplicatedShop> {
    const folder = newFolder();
    const primaryFolder = path.join(folder, 'primary');
    const primary = await startEmbeddedPostgres({ dataFolder: primaryFolder, logger });
    await ask(primary, 'CREATE EXTENSION pg_stat_statements');
    const own = path.join(folder, 'standby');
    const standby = await startStandby({ primary, primaryFolder, folder: own, logger });
    const databases = {
      ...databaseVariables(primary.applicationUrl, primary.url),
      ...replicaVariables(standby.applicationUrl),
      ...settings,
    };
    const shop = await Shop.start(databases, folder, topology);
    return new ReplicatedShop(shop, primary, standby);
  }

  /** What the shop has asked the standby since `forgetStatements`. */
  async statementsOnStandby(): Promise<string[]> {
    const names = subgraphNames.map((name) => `'${name}'`).join();
    const rows = await ask<{ query: string }>(
      this.standby,
      `SELECT query FROM pg_stat_statements JOIN pg_database ON oid = dbid
        WHERE datname IN (${names})`,
    );
    return rows.map(({ query }) => query.replace(/\s+/g, ' ').trim());
  }

  async forgetStatements(): Promise<void> {
    await ask(this.standby, 'SELECT pg_stat_statements_reset()');
  }

  /** The standby gets what the primary has now, and nothing that follows. */
  async holdStandby(): Promise<void> {
    const [at] = await ask<{ lsn: string }>(
      this.primary,
      'SELECT pg_current_wal_flush_lsn() AS lsn',
    );
    await eventually('the standby has caught up', async () => {
      const reached = `SELECT pg_last_wal_replay_lsn() >= '${at?.lsn}'::pg_lsn AS reached`;
      return (await ask<{ reached: boolean }>(this.standby, reached))[0]?.reached;
    });
    await ask(this.standby, 'SELECT pg_wal_replay_pause()');
  }

  async releaseStandby(): Promise<void> {
    await ask(this.standby, 'SELECT pg_wal_replay_resume()');
  }

  async close(): Promise<void> {
    await this.shop.stop();
    await this.standby.stop();
    await this.primary.stop();
    await this.shop.close();
  }
}
