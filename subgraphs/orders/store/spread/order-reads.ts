import type { Logger } from '../../../../platform/telemetry/logger';
import { settled } from './gather';
import { spreadLists } from './order-lists';
import type { ShardMap, SpreadDatabase } from './shard-map';
import type { SpreadStore } from './types';

/** Orders and what belongs to them, by ids that name their shard. */
export function spreadReads(map: ShardMap, logger: Logger): SpreadStore['reads'] {
  /** Rows of several parents: those of one database keep their order. */
  async function rowsOf<Row>(
    ids: readonly string[],
    rowsMax: number | null,
    read: (database: SpreadDatabase, ids: readonly string[]) => Promise<Row[]>,
  ): Promise<Row[]> {
    const reads = [...map.divideIds(ids)].map(([one, own]) => read(one, own));
    const rows = (await Promise.all(reads)).flat();
    return rowsMax === null ? rows : rows.slice(0, rowsMax);
  }

  return {
    ...spreadLists(map, logger),

    async byIds(ids) {
      const parts = map.divideIds(ids);
      const reads = [...parts].map(
        ([one, own]) => [one, () => one.store.reads.byIds(own)] as const,
      );
      const { values, away } = await settled(reads, logger);
      return {
        rows: values.flatMap(({ rows }) => rows),
        unread: new Map(
          away.flatMap(({ database, error }) =>
            (parts.get(database) ?? []).map((id) => [id, error] as const),
          ),
        ),
      };
    },

    byNumber: (number) => map.ofNumber(number).store.reads.byNumber(number),

    lines: (orderIds, rowsMax = null) =>
      rowsOf(orderIds, rowsMax, ({ store }, ids) => store.reads.lines(ids, rowsMax)),

    events: (orderIds, rowsMax = null) =>
      rowsOf(orderIds, rowsMax, ({ store }, ids) => store.reads.events(ids, rowsMax)),

    effects: (orderIds, rowsMax = null) =>
      rowsOf(orderIds, rowsMax, ({ store }, ids) => store.reads.effects(ids, rowsMax)),

    refunds: (orderIds, rowsMax = null) =>
      rowsOf(orderIds, rowsMax, ({ store }, ids) => store.reads.refunds(ids, rowsMax)),

    returnLines: (refundIds, rowsMax = null) =>
      rowsOf(refundIds, rowsMax, ({ store }, ids) => store.reads.returnLines(ids, rowsMax)),

    shipments: (orderIds, rowsMax = null) =>
      rowsOf(orderIds, rowsMax, ({ store }, ids) => store.reads.shipments(ids, rowsMax)),

    shipmentLines: (shipmentIds, rowsMax = null) =>
      rowsOf(shipmentIds, rowsMax, ({ store }, ids) => store.reads.shipmentLines(ids, rowsMax)),

    parcels: (orderId) => map.ofId(orderId).store.reads.parcels(orderId),
  };
}
