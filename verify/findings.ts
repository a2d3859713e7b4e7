import type { Disagreement, Finding } from './disagreement';
import type { KeyFacts, OrderSnapshot, StockFacts } from './facts';
import { orderChecks } from './order-checks';
import { paymentFindings } from './payment-checks';
import { reservationFindings } from './reservation-checks';

/** How what is told of an order is headed; a key of the ledger that names no order is told itself. */
export const subjectOf = ({ orderId }: Pick<OrderSnapshot, 'orderId'>): string =>
  orderId.startsWith('!') ? `key ${JSON.stringify(orderId.slice(1))}` : `order ${orderId}`;

/** All that does not fit together about one order. */
export function findingsOf(snapshot: OrderSnapshot): Finding[] {
  const { order } = snapshot;
  if (order === null) return orphanFindings(snapshot);
  const own = orderChecks.flatMap((check) => check(order));
  if (order.isImported) return [...own, ...importedFindings(snapshot)];
  const payments = snapshot.ledger === null ? [] : paymentFindings(order, snapshot.ledger);
  return [...own, ...reservationFindings(order, snapshot), ...payments];
}

function orphanFindings({ ledger }: OrderSnapshot): Finding[] {
  if (ledger === null || ledger.length === 0) return [];
  const found = ledger.map(({ kind }) => kind).join(', ');
  return [{ kind: 'payment.unknown_order', expected: 'an order', found: `${found} for none` }];
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

/** All that does not fit together about one SKU at one warehouse. */
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

export const auditDisagreement = (entryId: string): Disagreement => ({
  kind: 'audit.chain',
  subject: `audit entry ${entryId}`,
  expected: 'what its link was computed of',
  found: 'another entry, or one without its link',
});
