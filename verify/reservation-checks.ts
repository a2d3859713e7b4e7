import type { Finding } from './disagreement';
import {
  type HeldUnits,
  hasOpen,
  type OrderFacts,
  type OrderSnapshot,
  type OrderStatus,
  type ReservationFacts,
} from './facts';
import { overdueSecondsMax } from './order-checks';

/** Comparisons of an order with its reservation in inventory. */

type State = 'HELD' | 'CONFIRMED' | 'RELEASED' | 'none';

const firm: readonly State[] = ['CONFIRMED'];
const endedStates: readonly State[] = ['RELEASED', 'none'];

const statesByStatus: Record<OrderStatus, readonly State[]> = {
  // Any state of the saga, running or interrupted.
  PENDING: ['none', 'HELD', 'CONFIRMED', 'RELEASED'],
  IN_REVIEW: firm,
  CONFIRMED: firm,
  PARTIALLY_SHIPPED: firm,
  // Released if the rest was cancelled.
  SHIPPED: ['CONFIRMED', 'RELEASED'],
  DELIVERED: ['CONFIRMED', 'RELEASED'],
  REJECTED: endedStates,
  CANCELLED: endedStates,
};

const stateOf = ({ reservation }: OrderSnapshot): State => reservation?.state ?? 'none';

/** Reservations are confirmed after the decision, at the latest by the next reconciliation. */
function unconfirmed({ ageSeconds }: ReservationFacts): Finding[] {
  if (ageSeconds <= overdueSecondsMax) return [];
  const expected = `confirmed within ${overdueSecondsMax} s`;
  return [{ kind: 'reservation.unconfirmed', expected, found: `held for ${ageSeconds} s` }];
}

function state(order: OrderFacts, snapshot: OrderSnapshot): Finding[] {
  const allowed = statesByStatus[order.status];
  const found = stateOf(snapshot);
  if (allowed.includes(found)) return [];
  const { reservation } = snapshot;
  if (reservation?.state === 'HELD' && allowed.includes('CONFIRMED')) {
    return unconfirmed(reservation);
  }
  return [{ kind: 'reservation.state', expected: allowed.join(' or '), found }];
}

function unitsBySku(lines: readonly HeldUnits[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    units.set(sku.toUpperCase(), (units.get(sku.toUpperCase()) ?? 0) + quantity);
  }
  return units;
}

/** Units of each SKU that must be held. */
function unitsDue(order: OrderFacts, snapshot: OrderSnapshot): Map<string, number> {
  const isHeld = ['HELD', 'CONFIRMED'].includes(stateOf(snapshot));
  const holds =
    order.status === 'PENDING' ? isHeld : !['REJECTED', 'CANCELLED'].includes(order.status);
  return unitsBySku(
    order.units.map(({ sku, quantity, shipped, cancelled }) => ({
      sku,
      quantity: holds ? quantity - shipped - cancelled : 0,
    })),
  );
}

/** Units that may have left already, in a shipment that is not recorded yet. */
function unitsLeaving({ openEffects }: OrderFacts): Map<string, number> {
  return unitsBySku(openEffects.flatMap(({ kind, lines }) => (kind === 'SHIP' && lines) || []));
}

function units(order: OrderFacts, snapshot: OrderSnapshot): Finding[] {
  const due = unitsDue(order, snapshot);
  const leaving = unitsLeaving(order);
  const held = unitsBySku(snapshot.reservation?.held ?? []);
  return [...new Set([...due.keys(), ...held.keys()])].flatMap((sku): Finding[] => {
    const expected = due.get(sku) ?? 0;
    const found = held.get(sku) ?? 0;
    if (found === expected || found === expected - (leaving.get(sku) ?? 0)) return [];
    return [{ kind: 'reservation.units', expected: `${expected} of ${sku}`, found: `${found}` }];
  });
}

/** While a RELEASE is open it may or may not be done, so both states are right. */
export function reservationFindings(order: OrderFacts, snapshot: OrderSnapshot): Finding[] {
  if (hasOpen(order, 'RELEASE')) return [];
  return [...state(order, snapshot), ...units(order, snapshot)];
}
