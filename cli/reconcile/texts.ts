import { counted } from '../../platform/values/counted';
import type { OpenPayment, OpenPayments } from '../../verify/open-payments';
import { amountsOf, type Outcome } from './give-back';
import type { ReconcileOptions } from './options';

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

/** The failure while payments are open. */
export const leftText = (open: number, options: ReconcileOptions): string =>
  options.yes
    ? `The payment provider still has money of ${counted(open, 'payment')} without an order.`
    : `Nothing was changed. To give this money back, call ${callOf(options, true)}.`;
