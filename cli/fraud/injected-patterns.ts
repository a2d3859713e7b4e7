import { Random } from '../../platform/testing/random';
import { median } from '../../platform/values/median';
import { msPerDay, msPerMinute } from '../../platform/values/time';
import type { ReplayedOrder } from './history';

/** A buyer of the history, and a moment in it, which a made-up case begins at. */
interface Scene {
  readonly random: Random;
  readonly caseId: string;
  readonly startsAt: Date;
  /** An account with at least five orders before, and those orders. */
  readonly victim: readonly ReplayedOrder[];
  /** The median total of the history, which has one currency per case. */
  readonly medianMinor: number;
  readonly currency: string;
  readonly country: string;
}

const otherCountries = ['BR', 'ID', 'MX', 'NG', 'TR', 'US'] as const;
const minutesPerDay = msPerDay / msPerMinute;

interface MadeUp {
  readonly customerId: string;
  readonly afterMinutes: number;
  readonly totalMinor: number;
  readonly country: string;
  readonly lines: number;
  readonly units: number;
  readonly isDeclined: boolean;
}

function orderOf(scene: Scene, kind: string, index: number, made: MadeUp): ReplayedOrder {
  const id = `${scene.caseId}-${index}`;
  return {
    id,
    number: id,
    kind,
    customerId: made.customerId,
    placedAt: new Date(scene.startsAt.getTime() + made.afterMinutes * msPerMinute),
    currency: scene.currency,
    totalMinor: BigInt(Math.max(1, Math.round(made.totalMinor))),
    country: made.country,
    lines: made.lines,
    units: Math.max(made.lines, made.units),
    // What a bank authorised counted as accepted until somebody complained.
    isAccepted: !made.isDeclined,
    isDeclined: made.isDeclined,
    isRejectedByReview: false,
    paymentReference: null,
  };
}

const between = (random: Random, least: number, most: number): number =>
  least + random.next() * (most - least);

const timeCharacters = 12;
const randomMax = 2 ** 48 - 1;

/** The id of an account that is opened at a time: a UUIDv7, which the rules read its age from. */
export function newAccount(random: Random, openedAt: Date): string {
  const hex = (value: number): string => value.toString(16).padStart(timeCharacters, '0');
  const time = hex(openedAt.getTime());
  const rest = hex(Math.floor(random.next() * randomMax));
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
}

const newBuyer = ({ random, startsAt }: Scene): string => newAccount(random, startsAt);

/** The mean of a victim's totals, and whose account it is. */
function victimOf({ victim }: Scene): { customerId: string; meanMinor: number; country: string } {
  const totals = victim.map(({ totalMinor }) => Number(totalMinor));
  const meanMinor = totals.reduce((sum, one) => sum + one, 0) / totals.length;
  const [first] = victim;
  return { customerId: first?.customerId ?? '', meanMinor, country: first?.country ?? '' };
}

const elsewhere = (random: Random, home: string): string =>
  random.pick(otherCountries.filter((country) => country !== home));

type Pattern = (scene: Scene) => readonly MadeUp[];

/** Many small amounts in a short time, most of which the bank declines. */
const cardTesting: Pattern = (scene) => {
  const { random, medianMinor, country } = scene;
  const customerId = newBuyer(scene);
  let afterMinutes = 0;
  return Array.from({ length: random.int(6, 15) }, () => {
    afterMinutes += between(random, 0.5, 4);
    const totalMinor = between(random, 0.01, 0.1) * medianMinor;
    const isDeclined = random.chance(0.6);
    return { customerId, afterMinutes, totalMinor, country, lines: 1, units: 1, isDeclined };
  });
};

/** A stolen card is spent from a new account before it is blocked. */
const spree: Pattern = (scene) => {
  const { random, medianMinor, country } = scene;
  const customerId = newBuyer(scene);
  let afterMinutes = 0;
  return Array.from({ length: random.int(3, 8) }, () => {
    afterMinutes += between(random, 2, 25);
    const lines = random.int(1, 6);
    return {
      customerId,
      afterMinutes,
      totalMinor: between(random, 0.6, 3) * medianMinor,
      country,
      lines,
      units: lines * random.int(2, 30),
      isDeclined: random.chance(0.2),
    };
  });
};

/** An account with a history is taken over and sends something expensive elsewhere. */
const takeover: Pattern = (scene) => {
  const { random } = scene;
  const { customerId, meanMinor, country } = victimOf(scene);
  const target = elsewhere(random, country);
  return Array.from({ length: random.int(1, 2) }, (_, index) => {
    const lines = random.int(1, 4);
    return {
      customerId,
      afterMinutes: index * between(random, 5, 300),
      totalMinor: between(random, 2, 8) * meanMinor,
      country: target,
      lines,
      units: lines * random.int(10, 150),
      isDeclined: random.chance(0.2),
    };
  });
};

/** A new account buys much of few products at once, to sell them. */
const resale: Pattern = (scene) => {
  const { random, medianMinor, country } = scene;
  const lines = random.int(1, 3);
  return [
    {
      customerId: newBuyer(scene),
      afterMinutes: 0,
      totalMinor: between(random, 4, 20) * medianMinor,
      country,
      lines,
      units: lines * random.int(100, 1_500),
      isDeclined: false,
    },
  ];
};

/** A known account buys more and more within days, for several countries. */
const bustOut: Pattern = (scene) => {
  const { random } = scene;
  const { customerId, meanMinor, country } = victimOf(scene);
  let afterMinutes = 0;
  return Array.from({ length: random.int(4, 8) }, (_, index) => {
    afterMinutes += between(random, 0.02, 0.3) * minutesPerDay;
    const lines = random.int(2, 15);
    return {
      customerId,
      afterMinutes,
      totalMinor: between(random, 1, 2) * (1 + index / 2) * meanMinor,
      country: random.chance(0.6) ? elsewhere(random, country) : country,
      lines,
      units: lines * random.int(5, 80),
      isDeclined: random.chance(0.15),
    };
  });
};

export const patterns = {
  'card testing': cardTesting,
  spree,
  takeover,
  resale,
  'bust-out': bustOut,
} as const satisfies Readonly<Record<string, Pattern>>;

export type PatternKind = keyof typeof patterns;
export const patternKinds = Object.keys(patterns) as PatternKind[];

const victimOrdersMin = 5;

/** Buyers with at least five accepted orders, and those orders. */
function victimsIn(orders: readonly ReplayedOrder[]): (readonly ReplayedOrder[])[] {
  const byBuyer = Map.groupBy(
    orders.filter(({ isAccepted }) => isAccepted),
    ({ customerId }) => customerId,
  );
  return [...byBuyer.values()].filter(({ length }) => length >= victimOrdersMin);
}

export interface Injection {
  readonly seed: number;
  /** Cases of each kind; a case has one order or several. */
  readonly cases: number;
  readonly kinds: readonly PatternKind[];
}

/**
 * Makes up cases of fraud in a history, the same ones for the same seed.
 * @param orders of the time that the cases lie in, the victims' earlier ones included.
 * @param from the first moment of a case.
 */
export function injected(
  orders: readonly ReplayedOrder[],
  from: Date,
  { seed, cases, kinds }: Injection,
): ReplayedOrder[] {
  const random = new Random(seed);
  const victims = victimsIn(orders.filter(({ placedAt }) => placedAt < from));
  const moments = orders.filter(({ placedAt }) => placedAt >= from);
  const currencies = Map.groupBy(orders, ({ currency }) => currency);
  const medians = new Map(
    [...currencies].map(([currency, all]) => [
      currency,
      median(all.map(({ totalMinor }) => Number(totalMinor))),
    ]),
  );
  if (victims.length === 0 || moments.length === 0) return [];
  return kinds.flatMap((kind) =>
    Array.from({ length: cases }, (_, index) => {
      const moment = random.pick(moments);
      const victim = random.pick(victims);
      const currency =
        kind === 'takeover' || kind === 'bust-out' ? (victim[0]?.currency ?? '') : moment.currency;
      const scene: Scene = {
        random,
        caseId: `${kind} ${seed}-${index}`,
        startsAt: moment.placedAt,
        victim,
        medianMinor: medians.get(currency) ?? 0,
        currency,
        country: moment.country,
      };
      return patterns[kind](scene).map((made, place) => orderOf(scene, kind, place, made));
    }).flat(),
  );
}
