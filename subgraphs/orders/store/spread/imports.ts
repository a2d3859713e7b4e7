import { importDigest } from '../../domain/imported-order';
import type { ImportOutcome } from '../order-imports';
import type { ShardMap } from './shard-map';
import type { SpreadStore } from './types';

type Imports = Pick<SpreadStore, 'orderImports' | 'cancellationImports'>;

/** Imports: each order is stored with its customer's. */
export function spreadImports(map: ShardMap): Imports {
  return {
    orderImports: {
      /**
       * An invoice that another database has belongs to another customer there, unless it is the
       * same order: a move of its shard leaves rows behind until it has deleted them.
       */
      async take(orders) {
        const known = await Promise.all(
          map.all.map(
            async (one) => [one, await one.store.orderImports.digestsOf(orders)] as const,
          ),
        );
        const elsewhere = orders.filter((order) =>
          known.some(([one, digests]) => {
            const digest = digests.get(order.invoice);
            const isForeign = digest !== undefined && digest !== importDigest(order);
            return isForeign && one !== map.ofCustomer(order.customerId);
          }),
        );
        const outcomes = new Map<object, ImportOutcome>(
          elsewhere.map((order) => [order, 'DIFFERS' as const]),
        );
        const fresh = orders.filter((order) => !outcomes.has(order));
        for (const [one, own] of map.divide(fresh, (order) => map.ofCustomer(order.customerId))) {
          const taken = await one.store.orderImports.take(own);
          for (const [index, order] of own.entries()) {
            outcomes.set(order, taken[index] ?? 'DIFFERS');
          }
        }
        return orders.map((order) => outcomes.get(order) ?? 'DIFFERS');
      },
    },

    cancellationImports: {
      async take(cancellations) {
        const parts = map.divide(cancellations, ({ customerId }) => map.ofCustomer(customerId));
        const outcomes = new Map<object, Outcome>();
        for (const [one, own] of parts) {
          const taken = await one.store.cancellationImports.take(own);
          for (const [index, line] of own.entries()) {
            outcomes.set(line, taken[index] ?? 'UNCHANGED');
          }
        }
        return cancellations.map((line) => outcomes.get(line) ?? 'UNCHANGED');
      },
    },
  };
}

type Outcome = Awaited<ReturnType<SpreadStore['cancellationImports']['take']>>[number];
