import type { Finding } from './disagreement';
import type { OrderFacts, OrderStatus } from './facts';

/** A check that needs only the data of orders. */
export type OrderCheck = (order: OrderFacts) => Finding[];

/**
 * The age at which a due effect without an owner counts as forgotten; take-over needs 10 s.
 * @exceeded `npm run verify` reports it
 */
export const overdueSecondsMax = 60;

const placing = ['RESERVE', 'AUTHORIZE', 'CONFIRM'];

function totals(order: OrderFacts): Finding[] {
  const { goodsMinor, subtotalMinor, shippingMinor, taxMinor, totalMinor } = order;
  const sum = BigInt(goodsMinor) + BigInt(shippingMinor) + BigInt(taxMinor);
  if (goodsMinor === subtotalMinor && sum === BigInt(totalMinor)) return [];
  const summary = (goods: string, total: string) =>
    `goods ${goods}, shipping ${shippingMinor}, tax ${taxMinor}, total ${total}`;
  const expected = summary(goodsMinor, sum.toString());
  return [{ kind: 'order.totals', expected, found: summary(subtotalMinor, totalMinor) }];
}

interface Progress {
  readonly shipped: number;
  readonly left: number;
  readonly undelivered: number;
}

const untouched = { what: 'nothing shipped', fits: ({ shipped }: Progress) => shipped === 0 };

const progressByStatus: Record<OrderStatus, { what: string; fits: (at: Progress) => boolean }> = {
  PENDING: untouched,
  IN_REVIEW: untouched,
  CONFIRMED: untouched,
  REJECTED: untouched,
  CANCELLED: untouched,
  PARTIALLY_SHIPPED: {
    what: 'something shipped and something left',
    fits: ({ shipped, left }) => shipped > 0 && left > 0,
  },
  SHIPPED: { what: 'nothing left', fits: ({ shipped, left }) => shipped > 0 && left === 0 },
  DELIVERED: {
    what: 'nothing left, nothing in transit',
    fits: ({ shipped, left, undelivered }) => shipped > 0 && left === 0 && undelivered === 0,
  },
};

function status(order: OrderFacts): Finding[] {
  if (order.isImported) return [];
  const { units, undelivered } = order;
  const shipped = units.reduce((sum, unit) => sum + unit.shipped, 0);
  const left = units.reduce((sum, u) => sum + u.quantity - u.shipped - u.cancelled, 0);
  const { what, fits } = progressByStatus[order.status];
  if (fits({ shipped, left, undelivered })) return [];
  return [
    {
      kind: 'order.status',
      expected: `${order.status}: ${what}`,
      found: `${shipped} shipped, ${left} left, ${undelivered} shipments in transit`,
    },
  ];
}

function shipped(order: OrderFacts): Finding[] {
  if (order.isImported) return [];
  return order.units
    .filter((unit) => unit.shipped !== unit.packed)
    .map(({ sku, packed, shipped: said }) => ({
      kind: 'order.shipped',
      expected: `${packed} of ${sku}`,
      found: `${said}`,
    }));
}

function returned(order: OrderFacts): Finding[] {
  return order.units
    .filter((unit) => unit.returned !== unit.givenBack)
    .map(({ sku, givenBack, returned: said }) => ({
      kind: 'order.returned',
      expected: `${givenBack} of ${sku}`,
      found: `${said}`,
    }));
}

function money(order: OrderFacts): Finding[] {
  const { journal, lostRefunds, lostCaptures } = order;
  const summary = (sums: OrderFacts['journal'], captures: number, refunds: number) =>
    `captured ${sums.capturedMinor}, refunded ${sums.refundedMinor}, ` +
    `${captures} captures and ${refunds} refunds lost`;
  const expected = summary(journal, 0, 0);
  const found = summary(order, lostCaptures, lostRefunds);
  return expected === found ? [] : [{ kind: 'order.money', expected, found }];
}

function attention({ isRefused, isSeen }: OrderFacts): Finding[] {
  if (!isRefused || isSeen) return [];
  const expected = 'attention, or a decision to give up';
  return [{ kind: 'order.attention', expected, found: 'a refused effect without attention' }];
}

function effects(order: OrderFacts): Finding[] {
  const isDecided = order.status !== 'PENDING';
  return order.openEffects.flatMap(({ kind, seq, overdueSeconds }): Finding[] => {
    const name = `${kind} ${seq}`;
    if (isDecided && placing.includes(kind)) {
      const expected = `${name} closed when ${order.status} was decided`;
      return [{ kind: 'order.effects', expected, found: 'open' }];
    }
    if (overdueSeconds <= overdueSecondsMax) return [];
    const expected = `${name} handled within ${overdueSecondsMax} s`;
    return [{ kind: 'order.effects', expected, found: `open for ${overdueSeconds} s` }];
  });
}

function events({ untoldSeconds }: OrderFacts): Finding[] {
  if (untoldSeconds <= overdueSecondsMax) return [];
  const expected = `published within ${overdueSecondsMax} s`;
  return [{ kind: 'order.events', expected, found: `waiting for ${untoldSeconds} s` }];
}

function undecided(order: OrderFacts): Finding[] {
  if (order.status !== 'PENDING' || order.openEffects.length > 0) return [];
  return [{ kind: 'order.undecided', expected: 'an open effect', found: 'none' }];
}

function sequence({ timeline, version }: OrderFacts): Finding[] {
  const { events, firstSeq, lastSeq } = timeline;
  if (events === version && firstSeq === 1 && lastSeq === version) return [];
  const found = `${events} from ${firstSeq} to ${lastSeq}`;
  return [{ kind: 'timeline.sequence', expected: `${version} from 1 to ${version}`, found }];
}

function chain({ timeline }: OrderFacts): Finding[] {
  if (timeline.brokenAt === null) return [];
  const expected = 'the status in which the previous event ended';
  return [{ kind: 'timeline.chain', expected, found: `another at event ${timeline.brokenAt}` }];
}

function lastStatus({ timeline, status: expected }: OrderFacts): Finding[] {
  if (timeline.lastStatus === expected) return [];
  return [{ kind: 'timeline.status', expected, found: timeline.lastStatus ?? 'no event' }];
}

export const orderChecks: readonly OrderCheck[] = [
  totals,
  status,
  shipped,
  returned,
  money,
  attention,
  effects,
  events,
  undecided,
  sequence,
  chain,
  lastStatus,
];
