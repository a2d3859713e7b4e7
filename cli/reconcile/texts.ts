import { counted } from '../../platform/values/counted';
import type { ReservationFacts } from '../../verify/facts';
import type { OpenPayment, OpenPayments } from '../../verify/open-payments';
import { amountsOf, type Outcome } from './give-back';
import type { ReconcileOptions } from './options';
import type { StockResult } from './release-stock';

const orderText = (subject: string): string =>
  subject.startsWith('!') ? `key ${JSON.stringify(subject.slice(1))}` : `order ${subject}`;

function movesText(payment: OpenPayment): string {
  const { void: voided, refund } = amountsOf(payment);
  const moves = [
    ...(voided === null ? [] : [`void ${voided} ${payment.currency}`]),
    ...(refund === null ? [] : [`refund ${refund} ${payment.currency}`]),
  ];
  return moves.join(', ');
}

/** Numbers of orders by their ids, as far as they are known. */
export type Numbers = ReadonlyMap<string, string>;

const planLine = (payment: OpenPayment, numbers: Numbers): string => {
  const number = numbers.get(payment.orderId);
  const named = number === undefined ? '' : `  number ${number}`;
  return `  ${orderText(payment.orderId)}${named}  ${movesText(payment)}`;
};

/** The plan. */
export function foundLines(
  { payments, unclear, recent }: OpenPayments,
  numbers: Numbers,
): string[] {
  const all = [...payments.map(({ orderId }) => orderId), ...unclear];
  if (all.length === 0 && recent === 0) return [];
  return [
    `${counted(payments.length, 'payment')} of orders that do not exist:`,
    ...payments.map((payment) => planLine(payment, numbers)),
    ...unclear.map(
      (subject) =>
        `  ${orderText(subject)}  is not one payment of this shop: decide about it at the provider`,
    ),
    ...(recent === 0
      ? []
      : [`  ${counted(recent, 'payment')} of the last minutes: left for a later call`]),
  ];
}

const resultTexts: Readonly<Record<Outcome['result'], string>> = {
  'given-back': 'given back',
  'order-exists': 'left, because its order exists now',
  refused: 'refused by the provider',
};

export const outcomeLine = ({ orderId }: OpenPayment, { result, reason }: Outcome): string =>
  `${orderText(orderId)}  ${resultTexts[result]}${reason === null ? '' : `: ${reason}`}`;

/** A payment as `--json` prints it. */
export const paymentFacts = (payment: OpenPayment, numbers: Numbers, outcome: Outcome | null) => ({
  orderId: payment.orderId,
  number: numbers.get(payment.orderId) ?? null,
  currency: payment.currency,
  ...amountsOf(payment),
  result: outcome?.result ?? 'planned',
  reason: outcome?.reason ?? null,
});

/** How to call the command again. */
export const callOf = ({ restored }: ReconcileOptions, isConfirmed: boolean): string =>
  ['orderprocessing reconcile', restored && '--restored', isConfirmed && '--yes']
    .filter((word) => typeof word === 'string')
    .join(' ');

/** How many payments and reservations without an order are left. */
export interface OpenCounts {
  readonly payments: number;
  readonly reservations: number;
}

export const sumOf = ({ payments, reservations }: OpenCounts): number => payments + reservations;

/** The failure while something is open. */
export function leftText(open: OpenCounts, options: ReconcileOptions): string {
  if (!options.yes) {
    return `Nothing was changed. To give this money and this stock back, call ${callOf(options, true)}.`;
  }
  const { payments, reservations } = open;
  const left = [
    ...(payments === 0
      ? []
      : [
          `The payment provider still has money of ${counted(payments, 'payment')} without an order.`,
        ]),
    ...(reservations === 0
      ? []
      : [`${counted(reservations, 'reservation')} without an order still hold stock.`]),
  ];
  return left.join(' ');
}

/** The failure while nobody knows which orders exist. */
export const unansweredText = (options: ReconcileOptions): string =>
  `A database does not answer, so whether an order exists is unknown: nothing more was given back or released. Start it, and call ${callOf(options, options.yes === true)} again.`;

/** The units that a reservation holds. */
const unitsText = ({ held }: ReservationFacts): string =>
  held.length === 0
    ? 'nothing, because all units have left'
    : held.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(', ');

/** The plan for stock. */
export const foundStockLines = (reservations: readonly ReservationFacts[]): string[] =>
  reservations.length === 0
    ? []
    : [
        `${counted(reservations.length, 'reservation')} of orders that do not exist:`,
        ...reservations.map(
          (one) => `  ${orderText(one.orderId)}  ${one.state}  release ${unitsText(one)}`,
        ),
      ];

const stockTexts: Readonly<Record<StockResult, string>> = {
  released: 'stock released',
  'order-exists': 'stock left, because its order exists now',
};

export const stockLine = ({ orderId }: ReservationFacts, result: StockResult): string =>
  `${orderText(orderId)}  ${stockTexts[result]}`;

/** A reservation as `--json` prints it. */
export const stockFacts = (
  { orderId, state, held }: ReservationFacts,
  result: StockResult | null,
) => ({ orderId, state, held, result: result ?? 'planned' });
