import type { Random } from '../../platform/testing/random';
import { median } from '../../platform/values/median';
import { msPerDay, msPerMinute } from '../../platform/values/time';
import type { ReplayedOrder } from './history';
import { newAccount } from './injected-patterns';

/** What an order shares with others, made up: no history has it. */
export interface Shares {
  readonly address: string;
  readonly network: string;
  readonly card: string;
}

export type SharingOrder = ReplayedOrder & { readonly shares: Shares };

const minutesPerDay = msPerDay / msPerMinute;

/** Some of the genuine buyers: those in one building, of one mobile network, with one card. */
const sharing = {
  address: { share: 0.05, groups: 40 },
  network: { share: 0.3, groups: 25 },
  card: { share: 0.01, groups: 60 },
} as const;

/**
 * Gives each genuine account an address, a network and a card: most have their own, some share one
 * with others. An account keeps them.
 */
export function withShares(orders: readonly ReplayedOrder[], random: Random): SharingOrder[] {
  const byAccount = new Map<string, Shares>();
  const ofAccount = (kind: keyof Shares, customerId: string): string => {
    const { share, groups } = sharing[kind];
    return random.chance(share) ? `${kind} ${random.int(1, groups)}` : `${kind} of ${customerId}`;
  };
  return orders.map((order) => {
    const { customerId } = order;
    const shares = byAccount.get(customerId) ?? {
      address: ofAccount('address', customerId),
      network: ofAccount('network', customerId),
      card: ofAccount('card', customerId),
    };
    byAccount.set(customerId, shares);
    return { ...order, shares };
  });
}

interface Ring {
  readonly accounts: readonly [least: number, most: number];
  /** The orders are spread over so many minutes. */
  readonly minutes: number;
  /** Totals, as multiples of the median. */
  readonly amounts: readonly [least: number, most: number];
  readonly declined: number;
  /** What the accounts have in common. */
  readonly common: readonly (keyof Shares)[];
}

/** Fraud over many accounts, each of which looks like any new one. */
export const rings = {
  'one card': {
    accounts: [4, 8],
    minutes: minutesPerDay / 3,
    amounts: [0.5, 2],
    declined: 0.1,
    common: ['card'],
  },
  'one address': {
    accounts: [8, 14],
    minutes: minutesPerDay / 2,
    amounts: [0.5, 2],
    declined: 0.2,
    common: ['address', 'network'],
  },
  'tested cards': {
    accounts: [15, 25],
    minutes: 50,
    amounts: [0.001, 0.01],
    declined: 0.6,
    common: ['network'],
  },
} as const satisfies Readonly<Record<string, Ring>>;

export type RingKind = keyof typeof rings;
export const ringKinds = Object.keys(rings) as RingKind[];

/** @param like a genuine order, at the time and with the currency and country of the case. */
function ringOrders(
  kind: RingKind,
  caseId: string,
  like: ReplayedOrder,
  medianMinor: number,
  random: Random,
): SharingOrder[] {
  const { accounts, minutes, amounts, declined, common }: Ring = rings[kind];
  return Array.from({ length: random.int(...accounts) }, (_, index) => {
    const id = `${caseId}-${index}`;
    const placedAt = new Date(like.placedAt.getTime() + random.next() * minutes * msPerMinute);
    const [least, most] = amounts;
    const isDeclined = random.chance(declined);
    const own = (what: keyof Shares): string =>
      common.includes(what) ? `${what} of ${caseId}` : `${what} of ${id}`;
    return {
      ...like,
      id,
      number: id,
      kind,
      customerId: newAccount(random, placedAt),
      placedAt,
      totalMinor: BigInt(Math.round((least + random.next() * (most - least)) * medianMinor)),
      lines: 1,
      units: random.int(1, 5),
      isAccepted: !isDeclined,
      isDeclined,
      shares: { address: own('address'), network: own('network'), card: own('card') },
    };
  });
}

/** Cases of each kind of ring, among the orders. */
export function ringsAmong(
  orders: readonly ReplayedOrder[],
  cases: number,
  random: Random,
): SharingOrder[] {
  const medianMinor = median(orders.map(({ totalMinor }) => Number(totalMinor)));
  return ringKinds.flatMap((kind) =>
    Array.from({ length: cases }, (_, index) =>
      ringOrders(kind, `${kind} ${index}`, random.pick(orders), medianMinor, random),
    ).flat(),
  );
}
