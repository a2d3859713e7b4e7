import { decimalFromMinor } from '../platform/values/money';
import type { Finding } from './disagreement';
import { hasOpen, type LedgerEntry, type OrderFacts, type OrderStatus } from './facts';
import { sumOf } from './money-left';

/** A comparison of an order with the provider's ledger. */

type Check = (order: OrderFacts, ledger: readonly LedgerEntry[]) => Finding[];

/** Live orders: their money is authorised or captured. */
const liveStatuses: readonly OrderStatus[] = [
  'IN_REVIEW',
  'CONFIRMED',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'DELIVERED',
];
/** Statuses after which nothing more is captured. */
const finalStatuses: readonly OrderStatus[] = ['SHIPPED', 'DELIVERED', 'REJECTED', 'CANCELLED'];

const money = (minor: bigint, { currency }: OrderFacts): string =>
  `${decimalFromMinor(minor, currency)} ${currency}`;

const authorized: Check = (order, ledger) => {
  const held = ledger.filter(({ kind }) => kind === 'authorization');
  const total = BigInt(order.totalMinor);
  // The provider is not asked for an order of free goods.
  const least = total > 0n && liveStatuses.includes(order.status) ? 1 : 0;
  const most = order.isDeclined ? 0 : 1;
  const isRight = held.every(({ amountMinor }) => amountMinor === total);
  if (held.length >= least && held.length <= most && isRight) return [];
  const times = most === 0 ? 'nothing' : `${least === 1 ? 'once' : 'at most once'} `;
  const expected = most === 0 ? times : `${times}${money(total, order)}`;
  const found = held.map(({ amountMinor }) => money(amountMinor, order)).join(' and ');
  return [{ kind: 'payment.authorized', expected, found: found || 'nothing' }];
};

/** Amounts that open effects may have moved already, as they are recorded afterwards. */
const openSum = ({ openEffects }: OrderFacts, effect: string): bigint =>
  openEffects
    .filter(({ kind }) => kind === effect)
    .reduce((sum, { amountMinor }) => sum + BigInt(amountMinor ?? 0), 0n);

const sumCheck =
  (
    kind: 'payment.captured' | 'payment.refunded',
    line: 'capture' | 'refund',
    statedBy: (order: OrderFacts) => string,
  ): Check =>
  (order, ledger) => {
    const stated = BigInt(statedBy(order));
    const found = sumOf(ledger, line);
    const open = openSum(order, line.toUpperCase());
    if (found >= stated && found <= stated + open) return [];
    const more = open > 0n ? ` and up to ${money(open, order)} in progress` : '';
    const expected = `${money(stated, order)}${more}`;
    return [{ kind, expected, found: money(found, order) }];
  };

const captured = sumCheck('payment.captured', 'capture', (order) => order.capturedMinor);
const refunded = sumCheck('payment.refunded', 'refund', (order) => order.refundedMinor);

/**
 * If the provider refused a capture or void for good, money stays authorised until a person
 * decides.
 */
const voided: Check = (order, ledger) => {
  if (order.isRefused || hasOpen(order, 'CAPTURE', 'VOID')) return [];
  const found = sumOf(ledger, 'void');
  const rest = sumOf(ledger, 'authorization') - sumOf(ledger, 'capture');
  const expected = finalStatuses.includes(order.status) ? rest : 0n;
  if (found === expected) return [];
  return [{ kind: 'payment.voided', expected: money(expected, order), found: money(found, order) }];
};

const checks: readonly Check[] = [authorized, captured, refunded, voided];

export function paymentFindings(order: OrderFacts, ledger: readonly LedgerEntry[]): Finding[] {
  const foreign = ledger.find(({ currency }) => currency !== order.currency);
  if (foreign) {
    const { currency: found } = foreign;
    return [{ kind: 'payment.currency', expected: order.currency, found }];
  }
  return checks.flatMap((check) => check(order, ledger));
}
