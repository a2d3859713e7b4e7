import { msPerMinute } from '../../../platform/values/time';
import type { RequestedLine } from './order-input';

/** Limits on the units of a product that an account holds in orders that it has not paid. */

/** How much is known of an account; each allows more than the one before. */
export type Standing = 'unverified' | 'verified' | 'paid';

export interface UnpaidLimits {
  readonly unitsMax: number;
  readonly availablePercent: number;
  readonly unverifiedPercent: number;
  readonly paidPercent: number;
  readonly endedMinutes: number;
}

/** A line with the units of its product that were available before the order reserved any. */
export interface AvailableLine extends RequestedLine {
  readonly available: number;
}

const percent = 100;

/** Maximum units of a product in all unpaid orders of an account; at least 1. */
export function unpaidUnitsMax(
  available: number,
  standing: Standing,
  limits: UnpaidLimits,
): number {
  const { unitsMax, availablePercent, unverifiedPercent, paidPercent } = limits;
  const ofStanding = { unverified: unverifiedPercent, verified: percent, paid: paidPercent };
  const hundredths = Math.max(unitsMax * percent, available * availablePercent);
  return Math.max(1, Math.floor((hundredths * ofStanding[standing]) / (percent * percent)));
}

interface Reached {
  readonly line: { readonly quantity: number; readonly unitsMax: number };
  readonly firstEndedAt: Date;
}

/**
 * When the first of the counted units no longer counts, if all waits end unpaid. An order that is
 * too large by itself gets the time of a new wait, because no earlier one is in its way.
 */
export function unpaidRetryAt(
  { line, firstEndedAt }: Reached,
  { endedMinutes }: UnpaidLimits,
): Date {
  const isTooLarge = line.quantity > line.unitsMax;
  const endedAtMs = isTooLarge ? Date.now() : firstEndedAt.getTime();
  return new Date(endedAtMs + endedMinutes * msPerMinute);
}
