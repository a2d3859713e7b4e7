import type { OrderFacts, OrderSnapshot } from './facts';
import { type LedgerGroup, SortedLedger } from './sorted-ledger';
import type { Sources } from './sources';
import type { Tally } from './tally';

/** Walks a sorted ledger in parallel with the orders. */
class LedgerWalk {
  private head: LedgerGroup | null = null;

  private constructor(private readonly groups: AsyncGenerator<LedgerGroup>) {}

  static async over(ledger: SortedLedger): Promise<LedgerWalk> {
    const walk = new LedgerWalk(ledger.groups());
    await walk.next();
    return walk;
  }

  /** Groups before this order id, which have no order; null for all that are left. */
  async *before(orderId: string | null): AsyncGenerator<LedgerGroup> {
    while (this.head && (orderId === null || this.head.orderId < orderId)) {
      yield this.head;
      await this.next();
    }
  }

  async take(orderId: string): Promise<LedgerGroup['entries']> {
    if (this.head?.orderId !== orderId) return [];
    const { entries } = this.head;
    await this.next();
    return entries;
  }

  private async next(): Promise<void> {
    const { value, done } = await this.groups.next();
    this.head = done ? null : value;
  }
}

const orphan = ({ orderId, entries }: LedgerGroup): OrderSnapshot => ({
  orderId,
  order: null,
  reservation: null,
  ledger: entries,
});

/**
 * All orders by id, each with its reservation and its ledger entries, and the ledger entries
 * without an order. The ledger is read first, so all of its orders exist.
 */
export async function* walkOrders(sources: Sources, tally: Tally): AsyncGenerator<OrderSnapshot> {
  const entries = sources.ledger(null);
  if (entries === null) {
    for await (const page of sources.orders()) yield* snapshotsOf(page, null, sources, tally);
    return;
  }
  const ledger = await SortedLedger.read(entries);
  try {
    tally.countCompared('ledger lines', ledger.count);
    const walk = await LedgerWalk.over(ledger);
    for await (const page of sources.orders()) yield* snapshotsOf(page, walk, sources, tally);
    for await (const group of walk.before(null)) yield orphan(group);
  } finally {
    ledger.close();
  }
}

async function* snapshotsOf(
  page: readonly OrderFacts[],
  walk: LedgerWalk | null,
  sources: Sources,
  tally: Tally,
): AsyncGenerator<OrderSnapshot> {
  tally.countCompared('orders', page.length);
  const reservations = await sources.reservationsById(page.map(({ id }) => id));
  const byOrder = new Map(reservations.map((each) => [each.orderId, each]));
  for (const order of page) {
    const { id: orderId } = order;
    if (walk) for await (const group of walk.before(orderId)) yield orphan(group);
    const ledger = walk ? await walk.take(orderId) : null;
    yield { orderId, order, reservation: byOrder.get(orderId) ?? null, ledger };
  }
}
