/** What an order has in common with orders of other accounts: address, network address, card. */

/** Keyed hashes of what an order may share, as decimals of 64 bits. */
export interface LinkHashes {
  readonly address: string;
  /** Null for an order that the system places, and without a rule on networks. */
  readonly network: string | null;
}

/** Counted among the newest orders that share something with the order, at most `linkedOrders`. */
export interface LinkFacts {
  /** Other accounts that ordered to the shipping address within a day. */
  readonly addressAccounts: number;
  /** Other accounts that ordered from the network address within a day. */
  readonly networkAccounts: number;
  /** Small or declined orders from the network address within an hour. */
  readonly networkTests: number;
  /** Other accounts that paid with the card within a day. */
  readonly cardAccounts: number;
}

export const noLinks: LinkFacts = {
  addressAccounts: 0,
  networkAccounts: 0,
  networkTests: 0,
  cardAccounts: 0,
};

/** The newest orders with the same address, network address or card that are read. */
export const linkedOrders = 20;

/** Null disables a rule; with all of them disabled, nothing is stored about links. */
export interface LinkRules {
  readonly cardTestsPerHour: number | null;
  readonly addressAccountsPerDay: number | null;
  readonly networkAccountsPerDay: number | null;
  readonly cardAccountsPerDay: number | null;
  /** A total up to it looks like the test of a card, in minor units of any currency. */
  readonly smallTotalMinor: number;
}

export interface LinkWeights {
  readonly cardTesting: number;
  readonly sharedAddress: number;
  readonly sharedNetwork: number;
  readonly sharedCard: number;
}

/** Whether the shop stores and counts what orders share. */
export const areLinksCounted = (rules: LinkRules): boolean =>
  rules.cardTestsPerHour !== null ||
  rules.addressAccountsPerDay !== null ||
  rules.networkAccountsPerDay !== null ||
  rules.cardAccountsPerDay !== null;

/** One thing that an order may share, and from how many orders of other accounts on it is counted. */
export interface Shared {
  readonly hash: string;
  readonly kind: 'address' | 'network' | 'card';
  readonly countedFrom: number;
}

const half = 2;
const never = linkedOrders + 1;
const halfOf = (rule: number | null): number => (rule === null ? never : Math.ceil(rule / half));

/**
 * What an order may share. A card is counted from one other account on. Households share an address
 * and offices a network, so these are counted from half of a rule on: less hardly changes the score.
 */
export function sharedBy(
  { address, network }: LinkHashes,
  card: string | null,
  rules: LinkRules,
): Shared[] {
  const { addressAccountsPerDay, networkAccountsPerDay, cardTestsPerHour } = rules;
  const ofNetwork = Math.min(halfOf(networkAccountsPerDay), halfOf(cardTestsPerHour));
  const ofCard = rules.cardAccountsPerDay === null ? never : 1;
  const all = [
    { kind: 'address' as const, hash: address, countedFrom: halfOf(addressAccountsPerDay) },
    { kind: 'network' as const, hash: network, countedFrom: ofNetwork },
    { kind: 'card' as const, hash: card, countedFrom: ofCard },
  ];
  return all.flatMap(({ hash, ...rest }) => (hash === null ? [] : [{ hash, ...rest }]));
}

export const fraction = (count: number, most: number | null): number =>
  most === null || most === 0 ? 0 : Math.min(1, count / most);

/**
 * The parts of the score that links have.
 * @param ownTests small or declined orders of the account within an hour.
 */
export function linkParts(
  { addressAccounts, networkAccounts, networkTests, cardAccounts }: LinkFacts,
  ownTests: number,
  rules: LinkRules,
  weights: LinkWeights,
) {
  const tests = Math.max(ownTests, networkTests);
  return [
    {
      code: 'card_testing' as const,
      points: weights.cardTesting * fraction(tests, rules.cardTestsPerHour),
      text: `The account or its network placed ${tests} orders within an hour that were small or declined.`,
    },
    {
      code: 'shared_address' as const,
      points: weights.sharedAddress * fraction(addressAccounts, rules.addressAccountsPerDay),
      text: `Other accounts (${addressAccounts}) ordered to the same address within a day.`,
    },
    {
      code: 'shared_network' as const,
      points: weights.sharedNetwork * fraction(networkAccounts, rules.networkAccountsPerDay),
      text: `Other accounts (${networkAccounts}) ordered from the same network address within a day.`,
    },
    {
      code: 'shared_card' as const,
      points: weights.sharedCard * fraction(cardAccounts, rules.cardAccountsPerDay),
      text: `Other accounts (${cardAccounts}) paid with the same card within a day.`,
    },
  ];
}

export type LinkCode = ReturnType<typeof linkParts>[number]['code'];
