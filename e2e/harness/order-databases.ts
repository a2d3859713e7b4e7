import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { databaseVariables, evenShardVariables } from '../../config/testing/subgraph-variables';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { silentLogger as logger } from '../../platform/testing/silent-logger';

const secondName = 'orders2';

interface Running {
  readonly server: EmbeddedPostgres;
  readonly settings: Readonly<Record<string, string>>;
}

/** The servers of shops whose orders are in two databases, by the folder of the shop. */
const running = new Map<string, Running>();

/** The names of databases with orders, besides the first one. */
export const furtherDatabases = (): readonly string[] =>
  inject('shardDatabases') === 1 ? [] : [secondName];

/** What a shop and its commands need to know of its server; nothing without one. */
export const settingsIn = (folder: string): Readonly<Record<string, string>> =>
  running.get(folder)?.settings ?? {};

const namesDatabases = (settings: Readonly<Record<string, string>>): boolean =>
  Object.keys(settings).some((name) => name.startsWith('ORDERPROCESSING_DATABASE_'));

/** Half of the shards in each database. */
function settingsOn({ url, applicationUrl }: EmbeddedPostgres): Record<string, string> {
  const databases = ['orders', secondName].map((name) => ({
    url: applicationUrl(name),
    ownerUrl: url(name),
  }));
  return {
    ...databaseVariables(applicationUrl, url),
    ...evenShardVariables(databases),
    ORDERPROCESSING_DATABASE_ORDERS_OWNER_URL: '',
  };
}

/**
 * Starts a server for a shop, in a run of the suites that wants its orders in two databases, unless
 * the settings name others. The shop would start one with one database.
 */
export async function startTwoDatabases(
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  if (inject('shardDatabases') === 1 || namesDatabases(settings) || running.has(folder)) return;
  const dataFolder = path.join(folder, 'data');
  mkdirSync(dataFolder, { recursive: true });
  const server = await startEmbeddedPostgres({ dataFolder, logger, durable: false });
  running.set(folder, { server, settings: settingsOn(server) });
}

/** Stops the server of a shop, if it has one of its own. */
export async function stopTwoDatabases(folder: string): Promise<void> {
  await running.get(folder)?.server.stop();
  running.delete(folder);
}
