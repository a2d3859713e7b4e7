import type { Logger } from '../../../../platform/telemetry/logger';
import { spreadBulkActions } from './bulk-actions';
import { spreadAwaitingBuyer, spreadByOrder, spreadOpenWork } from './by-order';
import { MoveFollower } from './follow-moves';
import { settled } from './gather';
import { spreadImports } from './imports';
import { spreadIntegrity } from './integrity';
import { spreadReads } from './order-reads';
import { ShardMap, type SpreadDatabase } from './shard-map';
import { spreadDailyDemand, spreadOrderStats } from './statistics';
import type { SpreadStore } from './types';
import { spreadWebhooks } from './webhooks';

export { isDatabaseUnavailable } from '../../../../platform/net/unavailable';
export { configuredOwners, ownersOf, type ShardRange, type SpreadDatabase } from './shard-map';
export type { SpreadStore } from './types';

/**
 * The stores of orders over several databases. Every member is written out: one that is passed on
 * from a database would see the orders of that database only.
 * @param databases the home first; with one database, this is its store.
 */
export function spreadOrdersStore(
  databases: readonly SpreadDatabase[],
  logger: Logger,
): SpreadStore {
  const map = new ShardMap(databases);
  const { home } = map;
  if (databases.length === 1) return home.store;
  const follower = new MoveFollower(map, logger);
  return {
    ...spreadByOrder(map, logger),
    ...spreadImports(map),
    ...spreadWebhooks(map),
    reads: spreadReads(map, logger),
    awaitingBuyer: spreadAwaitingBuyer(map, logger),
    openWork: spreadOpenWork(map, logger),
    integrity: spreadIntegrity(map),
    orderStats: spreadOrderStats(map),
    dailyDemand: spreadDailyDemand(map),
    bulkActions: spreadBulkActions(map, logger),
    demandForecasts: home.store.demandForecasts,
    auditOutbox: { add: (entry) => home.store.auditOutbox.add(entry) },
    workSignal: home.store.workSignal,

    /** A database that is down is connected to when it serves again. */
    async warmUp() {
      await follower.start();
      await settled(
        databases.map((one) => [one, one.store.warmUp] as const),
        logger,
      );
    },

    async close() {
      await follower.stop();
      await Promise.all(databases.map(({ store }) => store.close()));
    },
  };
}
