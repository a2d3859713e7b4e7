import type { Logger } from '../../../../platform/telemetry/logger';
import type { FullOfUnits, UnpaidUnits } from '../awaiting-buyer';
import type { KeyRecord, UsedKey } from '../placing';
import { gathered, settled } from './gather';
import type { ShardMap } from './shard-map';
import type { SpreadStore } from './types';

type ByOrder = Pick<
  SpreadStore,
  | 'placing'
  | 'journal'
  | 'fraudLinks'
  | 'shipments'
  | 'refunds'
  | 'orderMails'
  | 'exports'
  | 'addresses'
>;

/**
 * A key under which staff change an order is stored in the database of that order. A key that was
 * used for an order elsewhere counts, too; a database that is down is left out of the search.
 */
async function keyRecord(used: UsedKey, map: ShardMap, logger: Logger): Promise<KeyRecord | null> {
  if (used.orderId === null) return map.ofCustomer(used.userId).store.placing.keyRecord(used);
  const own = map.ofId(used.orderId);
  const record = await own.store.placing.keyRecord(used);
  if (record !== null) return record;
  const reads = map.all
    .filter((one) => one !== own)
    .map((one) => [one, () => one.store.placing.keyRecord(used)] as const);
  const { values } = await settled(reads, logger);
  return values.find((each) => each !== null) ?? null;
}

/** What one order or one customer reaches in one database. */
export function spreadByOrder(map: ShardMap, logger: Logger): ByOrder {
  const storeOf = (orderId: string) => map.ofId(orderId).store;
  const storeOfCustomer = (customerId: string) => map.ofCustomer(customerId).store;
  return {
    placing: {
      place: (order, drawNumber) =>
        storeOfCustomer(order.customerId).placing.place(order, drawNumber),
      keyRecord: (used) => keyRecord(used, map, logger),
    },
    journal: {
      read: (orderId) => storeOf(orderId).journal.read(orderId),
      write: (change) => storeOf(change.order.id).journal.write(change),
    },
    fraudLinks: {
      addressFacts: (order, address) => storeOf(order.id).fraudLinks.addressFacts(order, address),
      store: (change, use) => storeOf(change.order.id).fraudLinks.store(change, use),
      storeUnlinked: (change, use) =>
        storeOf(change.order.id).fraudLinks.storeUnlinked(change, use),
    },
    shipments: {
      begin: (change, claim) => storeOf(change.order.id).shipments.begin(change, claim),
      ship: (change, shipments) => storeOf(change.order.id).shipments.ship(change, shipments),
      cancelRest: (change) => storeOf(change.order.id).shipments.cancelRest(change),
      deliver: (change, ids) => storeOf(change.order.id).shipments.deliver(change, ids),
    },
    refunds: {
      begin: (change, claim, refund) =>
        storeOf(change.order.id).refunds.begin(change, claim, refund),
    },
    orderMails: {
      event: (mail) => storeOf(mail.orderId).orderMails.event(mail),
    },
    exports: {
      page: (customerId, after, limit) =>
        storeOfCustomer(customerId).exports.page(customerId, after, limit),
    },
    addresses: {
      seal: (orderId, address) => storeOf(orderId).addresses.seal(orderId, address),
      open: (addressed) => storeOf(addressed.id).addresses.open(addressed),
    },
  };
}

const unitsBySku = (rows: readonly UnpaidUnits[]): Map<string, UnpaidUnits> => {
  const bySku = new Map<string, UnpaidUnits>();
  for (const row of rows) {
    const sku = row.sku.toLowerCase();
    const known = bySku.get(sku) ?? { ...row, units: 0 };
    const endedAt = new Date(Math.min(known.endedAt.getTime(), row.endedAt.getTime()));
    bySku.set(sku, { sku, units: known.units + row.units, endedAt });
  }
  return bySku;
};

/** Orders that wait for their buyer; those of a network may be in several databases. */
export function spreadAwaitingBuyer(map: ShardMap, logger: Logger): SpreadStore['awaitingBuyer'] {
  return {
    begin: (change, limit) => map.ofId(change.order.id).store.awaitingBuyer.begin(change, limit),
    hasPaid: (customerId) => map.ofCustomer(customerId).store.awaitingBuyer.hasPaid(customerId),

    /** Orders of a database that is down do not count: it stops no order of the others. */
    async exceeded(orderIds, limit): Promise<FullOfUnits | null> {
      const parts = [...map.divideIds(orderIds)];
      const reads = parts.map(
        ([one, ids]) => [one, () => one.store.awaitingBuyer.unpaidUnits(ids, limit)] as const,
      );
      const { values } = await settled(reads, logger);
      const held = unitsBySku(values.flat());
      for (const line of limit.lines) {
        const { units = 0, endedAt = new Date() } = held.get(line.sku.toLowerCase()) ?? {};
        if (units <= line.unitsMax - line.quantity) continue;
        return { full: 'units', line, unpaidUnits: units, firstEndedAt: endedAt };
      }
      return null;
    },
  };
}

/** Open work of all databases. */
export function spreadOpenWork(map: ShardMap, logger: Logger): SpreadStore['openWork'] {
  return {
    claim: (orderId, leaseSeconds) => map.ofId(orderId).store.openWork.claim(orderId, leaseSeconds),

    /**
     * Orders of a database that is down, or of a shard that none has, are missing: nobody knows
     * whether they exist.
     */
    async statusesOf(orderIds) {
      const reachable = orderIds.filter((id) => !map.isLost(id));
      const reads = [...map.divideIds(reachable)].map(
        ([one, ids]) => [one, () => one.store.openWork.statusesOf(ids)] as const,
      );
      const { values } = await settled(reads, logger);
      return new Map(values.flatMap((statuses) => [...statuses]));
    },

    /** @throws if a database is down: nobody knows then whether all is done. */
    async openEffects() {
      const counts = await Promise.all(map.all.map(({ store }) => store.openWork.openEffects()));
      return counts.reduce((sum, count) => sum + count, 0);
    },

    /** The sums of the databases that serve. */
    async summary() {
      const reads = map.all.map((one) => [one, () => one.store.openWork.summary()] as const);
      const { values } = await gathered(reads, logger);
      const kinds = Map.groupBy(
        values.flatMap(({ effects }) => effects),
        ({ kind }) => kind,
      );
      const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
      return {
        inReview: sum(values.map(({ inReview }) => inReview)),
        needAttention: sum(values.map(({ needAttention }) => needAttention)),
        effects: [...kinds].map(([kind, each]) => ({
          kind,
          count: sum(each.map(({ count }) => count)),
        })),
        oldestEffectSeconds: Math.max(...values.map((each) => each.oldestEffectSeconds)),
      };
    },
  };
}
