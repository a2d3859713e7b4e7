import { Random } from '../../platform/testing/random';
import { msPerDay, msPerHour } from '../../platform/values/time';
import {
  assessRisk,
  type FraudRules,
  ordersCountedMax,
  withLinks,
} from '../../subgraphs/orders/domain/fraud';
import {
  type LinkFacts,
  linkedOrders,
  noLinks,
  type Shared,
  sharedBy,
} from '../../subgraphs/orders/domain/fraud-links';
import { type ReplayedOrder, replayed } from './history';
import {
  type RingKind,
  ringKinds,
  ringsAmong,
  type SharingOrder,
  withShares,
} from './linked-accounts';

const percent = 100;

export interface LinkEvaluation {
  /** Orders of each kind that were authorised. */
  readonly fraudulent: Readonly<Record<RingKind, number>>;
  /** Percent of them in review, and without the rules on links. */
  readonly recall: Readonly<Record<RingKind, number>>;
  readonly recallUnlinked: Readonly<Record<RingKind, number>>;
  /** Percent of the genuine orders in review for their links. */
  readonly genuineInReview: number;
  /** Percent of the genuine orders that were counted, and so decided twice. */
  readonly genuineCounted: number;
}

/** Counts what `fraud_links` would: among the newest orders that left the same hash. */
class LinkBook {
  private readonly left = new Map<string, SharingOrder[]>();

  constructor(private readonly rules: FraudRules) {}

  /** Null where other accounts share too little to be counted. */
  linksOf(order: SharingOrder): LinkFacts | null {
    const shared = this.sharedOf(order);
    const others = shared.map((one) => ({ ...one, orders: this.others(one, order) }));
    if (others.every(({ orders, countedFrom }) => orders.length < countedFrom)) return null;
    const accounts = (kind: Shared['kind']): number => {
      const found = others.find((one) => one.kind === kind)?.orders ?? [];
      return new Set(found.map(({ customerId }) => customerId)).size;
    };
    const ofNetwork = others.find(({ kind }) => kind === 'network')?.orders ?? [];
    return {
      addressAccounts: accounts('address'),
      networkAccounts: accounts('network'),
      cardAccounts: accounts('card'),
      networkTests: ofNetwork.filter((one) => this.isTest(one, order)).length,
    };
  }

  /** A declined order leaves no card, because the provider tells none. */
  leave(order: SharingOrder): void {
    for (const { kind, hash } of this.sharedOf(order)) {
      if (kind === 'card' && order.isDeclined) continue;
      const earlier = this.left.get(hash) ?? [];
      this.left.set(hash, [...earlier, order].slice(-linkedOrders));
    }
  }

  private sharedOf({ shares: { address, network, card } }: SharingOrder): Shared[] {
    return sharedBy({ address, network }, card, this.rules);
  }

  private others({ hash }: Shared, { customerId, placedAt }: SharingOrder): SharingOrder[] {
    const earlier = this.left.get(hash) ?? [];
    return earlier.filter(
      (one) =>
        one.customerId !== customerId && placedAt.getTime() - one.placedAt.getTime() < msPerDay,
    );
  }

  private isTest({ placedAt, isDeclined, totalMinor }: SharingOrder, now: SharingOrder): boolean {
    const isSmall = totalMinor <= BigInt(this.rules.smallTotalMinor);
    return now.placedAt.getTime() - placedAt.getTime() < msPerHour && (isDeclined || isSmall);
  }
}

const byRing = <Value>(of: (kind: RingKind) => Value): Record<RingKind, Value> =>
  Object.fromEntries(ringKinds.map((kind) => [kind, of(kind)])) as Record<RingKind, Value>;

/**
 * Judges the rules on links by rings that are made up among real orders, whose addresses, networks and
 * cards are made up, too.
 */
export function evaluateLinks(
  orders: readonly ReplayedOrder[],
  rules: FraudRules,
  { seed, cases }: { readonly seed: number; readonly cases: number },
): LinkEvaluation {
  const random = new Random(seed);
  const genuine = withShares(orders, random);
  const all = [...genuine, ...ringsAmong(orders, cases, random)];
  const shares = new Map(all.map((order) => [order.id, order.shares]));
  const book = new LinkBook(rules);
  const found = replayed(all, ordersCountedMax(rules)).flatMap(({ order, assessed }) => {
    const sharing = {
      ...order,
      shares: shares.get(order.id) ?? { address: '', network: '', card: '' },
    };
    const links = book.linksOf(sharing);
    book.leave(sharing);
    if (order.isDeclined) return [];
    const isReviewed = (facts: LinkFacts): boolean => {
      const linked = { ...assessed, risk: withLinks(assessed, facts) };
      return assessRisk(linked, false, rules).assessment.score > rules.threshold;
    };
    const [isFound, isFoundUnlinked] = [isReviewed(links ?? noLinks), isReviewed(noLinks)];
    return [{ kind: order.kind, isCounted: links !== null, isFound, isFoundUnlinked }];
  });
  const share = (of: typeof found, is: (one: (typeof found)[number]) => boolean): number =>
    (percent * of.filter(is).length) / Math.max(1, of.length);
  const ring = (kind: RingKind) => found.filter((one) => one.kind === kind);
  const honest = found.filter(({ kind }) => kind === undefined);
  return {
    fraudulent: byRing((kind) => ring(kind).length),
    recall: byRing((kind) => share(ring(kind), ({ isFound }) => isFound)),
    recallUnlinked: byRing((kind) => share(ring(kind), ({ isFoundUnlinked }) => isFoundUnlinked)),
    genuineInReview: share(honest, ({ isFound, isFoundUnlinked }) => isFound && !isFoundUnlinked),
    genuineCounted: share(honest, ({ isCounted }) => isCounted),
  };
}
