import type { Logger } from '../../../../platform/telemetry/logger';
import type { StatusCount } from '../bulk-actions';
import { selectedEverywhere } from './order-lists';
import type { ShardMap } from './shard-map';
import type { SpreadStore } from './types';

/** Bulk actions are in the home database, and act on orders by their ids. */
export function spreadBulkActions(map: ShardMap, logger: Logger): SpreadStore['bulkActions'] {
  const { bulkActions: home } = map.home.store;
  return {
    async preview(query, limit): Promise<StatusCount[]> {
      const orders = await selectedEverywhere(query, limit, map, logger);
      const byStatus = Map.groupBy(orders, ({ status }) => status);
      return [...byStatus].map(([status, { length: count }]) => ({ status, count }));
    },

    async begin(bulk, query, limits) {
      const orders = await selectedEverywhere(query, limits.ordersMax + 1, map, logger);
      return home.beginOf(
        bulk,
        orders.map(({ id }) => id),
        limits,
      );
    },

    byKey: (userId, key) => home.byKey(userId, key),
    byId: (id) => home.byId(id),
    page: (userId, page) => home.page(userId, page),
    items: (id, state, page) => home.items(id, state, page),
    hasWork: () => home.hasWork(),
    claim: (leaseSeconds) => home.claim(leaseSeconds),
    pending: (id, limit) => home.pending(id, limit),
    record: (id, results, pauseMs) => home.record(id, results, pauseMs),
    stop: (id, audit) => home.stop(id, audit),
    expire: (days, limit) => home.expire(days, limit),
  };
}
