import type { ImportOutcome } from '../order-imports';
import type { ShardMap } from './shard-map';
import type { SpreadStore } from './types';

type Imports = Pick<SpreadStore, 'orderImports' | 'cancellationImports'>;

/** Imports: each order is stored with its customer's. */
export function spreadImports(map: ShardMap): Imports {
  return {
    orderImports: {
      /**
       * An invoice that only another database has belongs to another customer there. If its own one
       * has it, too, the other rows are those that a move has left behind.
       */
      async take(orders) {
        const known = await Promise.all(
          map.all.map(
            async (one) => [one, await one.store.orderImports.digestsOf(orders)] as const,
          ),
        );
        const elsewhere = orders.filter(({ customerId, invoice }) => {
          const having = known.flatMap(([one, digests]) => (digests.has(invoice) ? [one] : []));
          return having.length > 0 && !having.includes(map.ofCustomer(customerId));
        });
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
