import { chainFaults } from '../platform/audit/chain';
import type { Disagreement, Finding } from './disagreement';
import type { AuditFault, KeyFacts, OrderSnapshot, StatsFacts, StockFacts } from './facts';
import { isGivenBack, moneyLeft } from './money-left';
import { orderChecks } from './order-checks';
import { paymentFindings } from './payment-checks';
import { reservationFindings } from './reservation-checks';

/** The subject of a finding: the order, or a ledger key that names no order. */
export const subjectOf = ({ orderId }: Pick<OrderSnapshot, 'orderId'>): string =>
  orderId.startsWith('!') ? `key ${JSON.stringify(orderId.slice(1))}` : `order ${orderId}`;

/** All findings about one order. */
export function findingsOf(snapshot: OrderSnapshot): Finding[] {
  const { order } = snapshot;
  if (order === null) return orphanFindings(snapshot);
  const own = orderChecks.flatMap((check) => check(order));
  if (order.isImported) return [...own, ...importedFindings(snapshot)];
  const payments = snapshot.ledger === null ? [] : paymentFindings(order, snapshot.ledger);
  return [...own, ...reservationFindings(order, snapshot), ...payments];
}

function orphanFindings({ ledger }: OrderSnapshot): Finding[] {
  if (ledger === null || isGivenBack(moneyLeft(ledger))) return [];
  const found = ledger.map(({ kind }) => kind).join(', ');
  return [{ kind: 'payment.unknown_order', expected: 'an order', found: `${found} without one` }];
}

function importedFindings({ reservation, ledger }: OrderSnapshot): Finding[] {
  const moved = [
    ...(reservation ? [`a reservation (${reservation.state})`] : []),
    ...(ledger ?? []).map(({ kind }) => kind),
  ];
  if (moved.length === 0) return [];
  const expected = 'no reservation, no payment';
  return [{ kind: 'order.imported', expected, found: moved.join(', ') }];
}

/** All disagreements about one SKU at one warehouse. */
export function stockDisagreements(level: StockFacts): Disagreement[] {
  const { onHand, reserved, movedOnHand, movedReserved, allocated } = level;
  const subject = `sku ${level.sku} at ${level.warehouse}`;
  const found: Disagreement[] = [];
  if (movedOnHand !== `${onHand}`) {
    found.push({ kind: 'stock.on_hand', subject, expected: movedOnHand, found: `${onHand}` });
  }
  if (movedReserved !== `${reserved}`) {
    found.push({ kind: 'stock.reserved', subject, expected: movedReserved, found: `${reserved}` });
  }
  if (allocated !== `${reserved}`) {
    found.push({ kind: 'stock.allocated', subject, expected: allocated, found: `${reserved}` });
  }
  if (reserved < 0 || reserved > onHand) {
    const expected = `0 to ${onHand} reserved`;
    found.push({ kind: 'stock.bounds', subject, expected, found: `${reserved}` });
  }
  return found;
}

export function keyDisagreement({ userId, mutation, key, orderId }: KeyFacts): Disagreement {
  return {
    kind: 'idempotency_key.unknown_order',
    subject: `key ${JSON.stringify(key)} of ${mutation} by user ${userId}`,
    expected: `order ${orderId}`,
    found: 'no such order',
  };
}

/** One disagreement a day: an order that is counted wrongly is so in its hour and its day. */
export function statsDisagreements({ day, differences }: StatsFacts): Disagreement[] {
  if (differences.length === 0) return [];
  const listed = (side: 'expected' | 'found'): string =>
    differences
      .map(({ bucket, at, currency, [side]: figures }) => `${bucket} ${at} ${currency}: ${figures}`)
      .join('; ');
  return [
    {
      kind: 'statistics.orders',
      subject: `order statistics of ${day.slice(0, 'YYYY-MM-DD'.length)}`,
      expected: listed('expected'),
      found: listed('found'),
    },
  ];
}

export const auditDisagreement = ({ fault, subject }: AuditFault): Disagreement => ({
  kind: 'audit.chain',
  subject,
  expected: 'the log as it was written',
  found: chainFaults[fault],
});
