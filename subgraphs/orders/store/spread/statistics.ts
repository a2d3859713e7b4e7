import type { SkuDemand } from '../daily-demand';
import type { OrderStatsRow } from '../order-stats';
import type { ShardMap } from './shard-map';
import type { SpreadStore } from './types';

/** Sums of two lists of numbers; the shorter one is filled up with zeros. */
const added = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from(
    { length: Math.max(a.length, b.length) },
    (_, index) => (a[index] ?? 0) + (b[index] ?? 0),
  );

const addedRow = (a: OrderStatsRow, b: OrderStatsRow): OrderStatsRow => ({
  at: a.at,
  placed: a.placed + b.placed,
  confirmed: a.confirmed + b.confirmed,
  rejected: a.rejected + b.rejected,
  cancelled: a.cancelled + b.cancelled,
  revenueMinor: a.revenueMinor + b.revenueMinor,
  decided: added(a.decided, b.decided),
});

const byTime = (a: Date, b: Date): number => a.getTime() - b.getTime();

/**
 * Figures of all databases together. They need every database: figures that lack the orders of one
 * would look like fewer orders.
 */
export function spreadOrderStats(map: ShardMap): SpreadStore['orderStats'] {
  return {
    async read(range) {
      const all = await Promise.all(map.all.map(({ store }) => store.orderStats.read(range)));
      const rows = all.flatMap((each) => each ?? []);
      if (all.includes(null)) return null;
      const sums = new Map<number, OrderStatsRow>();
      for (const row of rows) {
        const known = sums.get(row.at.getTime());
        sums.set(row.at.getTime(), known ? addedRow(known, row) : row);
      }
      return [...sums.values()].sort((a, b) => byTime(a.at, b.at));
    },

    async currencies(from, to) {
      const all = await Promise.all(
        map.all.map(({ store }) => store.orderStats.currencies(from, to)),
      );
      return [...new Set(all.flat())].sort();
    },

    async days(after, first) {
      const all = await Promise.all(
        map.all.map(({ store }) => store.orderStats.days(after, first)),
      );
      const days = new Map(all.flat().map((day) => [day.getTime(), day]));
      return [...days.values()].sort(byTime).slice(0, first);
    },

    async differences(day, first) {
      const all = await Promise.all(
        map.all.map(({ store }) => store.orderStats.differences(day, first)),
      );
      return all.flat().slice(0, first);
    },
  };
}

/** The demand of a SKU in all databases. */
function addedDemand(sku: string, all: readonly Omit<SkuDemand, 'sku'>[]): SkuDemand {
  const units = new Map<number, number>();
  for (const demand of all) {
    demand.days.forEach((day, index) => {
      units.set(day, (units.get(day) ?? 0) + (demand.units[index] ?? 0));
    });
  }
  const sorted = [...units].sort(([a], [b]) => a - b);
  return { sku, days: sorted.map(([day]) => day), units: sorted.map(([, count]) => count) };
}

const skuOf = ({ sku }: SkuDemand): string => sku.toLowerCase();

/** Demand, which the nightly forecast adds up; it needs every database, and tries again later. */
export function spreadDailyDemand(map: ShardMap): SpreadStore['dailyDemand'] {
  const stores = map.all.map(({ store }) => store.dailyDemand);

  /** One database after the other, so that their collations need not be the same. */
  async function* batches(before: number, size: number): AsyncGenerator<SkuDemand[]> {
    for (const [index, store] of stores.entries()) {
      for await (const batch of store.batches(before, size)) {
        const skus = batch.map(({ sku }) => sku);
        const others = stores.toSpliced(index, 1);
        const found = await Promise.all(others.map((one) => one.among(before, skus)));
        const earlier = new Set(found.slice(0, index).flat().map(skuOf));
        const bySku = Map.groupBy([batch, ...found].flat(), skuOf);
        const fresh = batch.filter((demand) => !earlier.has(skuOf(demand)));
        yield fresh.map((demand) => addedDemand(demand.sku, bySku.get(skuOf(demand)) ?? []));
      }
    }
  }

  return {
    batches,

    async markChangeable(today) {
      for (const store of stores) await store.markChangeable(today);
    },

    async recountDay() {
      for (const store of stores) if (await store.recountDay()) return true;
      return false;
    },

    async expire(before, limit) {
      let deleted = 0;
      for (const store of stores) deleted += await store.expire(before, limit);
      return deleted;
    },

    async ofShop(before) {
      const all = await Promise.all(stores.map((store) => store.ofShop(before)));
      const { days, units } = addedDemand('', all);
      return { days, units };
    },
  };
}
