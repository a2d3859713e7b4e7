import type { KeyFacts, OrderFacts } from '../../../../verify/facts';
import { shardOfId } from '../../domain/shard';
import type { ShardMap } from './shard-map';
import type { SpreadStore } from './types';

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  Number(a.id > b.id) - Number(a.id < b.id);

const lostText = (lost: readonly number[]): string =>
  `No database has the shards ${[...new Set(lost)].join(', ')}, which one gave away. Restore that server to the earlier time of the others (docs/scaling.md).`;

/** What `verify` compares. It needs every database. */
export function spreadIntegrity(map: ShardMap): SpreadStore['integrity'] {
  return {
    async orders(after, first) {
      const all = await Promise.all(
        map.all.map(async (one) => [one, await one.store.integrity.orders(after, first)] as const),
      );
      const rows = new Map<string, OrderFacts>();
      for (const [one, orders] of all) {
        for (const order of orders) {
          // An order that has moved may still have its old rows in another database.
          if (!rows.has(order.id) || map.ofId(order.id) === one) rows.set(order.id, order);
        }
      }
      return [...rows.values()].sort(byId).slice(0, first);
    },

    async ordersOf(ids) {
      const reads = [...map.divideIds(ids)].map(([one, own]) => one.store.integrity.ordersOf(own));
      return (await Promise.all(reads)).flat().sort(byId);
    },

    /**
     * Servers may be restored to times between which a shard moved, so every database is asked.
     * @throws Error if their shard is in none: its orders are not lost, but in a backup.
     */
    async unknownIds(ids) {
      const reads = [...map.divideIds(ids)].map(([one, own]) =>
        one.store.integrity.unknownIds(own),
      );
      let unknown = (await Promise.all(reads)).flat();
      for (const { store } of map.all) {
        if (unknown.length > 0) unknown = await store.integrity.unknownIds(unknown);
      }
      const lost = unknown.filter((id) => map.isLost(id)).map(shardOfId);
      if (lost.length > 0) throw new Error(lostText(lost));
      return unknown;
    },

    /** One database after the other: a key is stored with the order that it names. */
    async keys(after, first) {
      const current = after?.orderId == null ? map.home : map.ofId(after.orderId);
      const keys: KeyFacts[] = [];
      for (const one of map.all.slice(map.all.indexOf(current))) {
        let from = one === current ? after : null;
        while (keys.length < first) {
          const page = await one.store.integrity.keys(from, first - keys.length);
          // The key of an order that has moved is read where that is: it would be a cursor there.
          const isOwn = ({ orderId, hasOrder }: KeyFacts) => !hasOrder || map.ofId(orderId) === one;
          keys.push(...page.filter(isOwn));
          from = page.at(-1) ?? null;
          if (from === null) break;
        }
      }
      return keys;
    },
  };
}
