import { msPerMinute } from '../../../platform/values/time';
import type { RequestedLine } from './order-input';

/** Limits on the units of a product that an account holds in orders that it has not paid. */

/** How much is known of an account; each allows more than the previous one. */
export type Standing = 'unverified' | 'verified' | 'paid';

/** Whose unpaid orders are limited: an account, or all accounts of a network. */
export type Holder = Standing | 'network';

export interface UnpaidLimits {
  readonly unitsMax: number;
  readonly availablePercent: number;
  readonly unverifiedPercent: number;
  readonly paidPercent: number;
  readonly networkPercent: number | null;
  readonly endedMinutes: number;
}

/** A line with the units of its product that were available before the order reserved any. */
export interface AvailableLine extends RequestedLine {
  readonly available: number;
}

const percent = 100;

/** Maximum units of a product in all unpaid orders of the holder; at least 1. */
export function unpaidUnitsMax(available: number, holder: Holder, limits: UnpaidLimits): number {
  const { unitsMax, availablePercent, unverifiedPercent, paidPercent, networkPercent } = limits;
  const ofHolder = {
    unverified: unverifiedPercent,
    verified: percent,
    paid: paidPercent,
    network: networkPercent ?? Number.POSITIVE_INFINITY,
  };
  const hundredths = Math.max(unitsMax * percent, available * availablePercent);
  return Math.max(1, Math.floor((hundredths * ofHolder[holder]) / (percent * percent)));
}

const groupsOfSite = 3;

/**
 * The network of a buyer: /24 of an IPv4 address, /48 of the /64 that the gateway makes of an IPv6
 * address. Null for anything else.
 */
export function networkOf(address: string): string | null {
  const [, ipv4] = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address) ?? [];
  if (ipv4 !== undefined) return `${ipv4}.0/24`;
  const [, ipv6] = /^([0-9a-f:]+)::\/64$/.exec(address) ?? [];
  return ipv6 === undefined ? null : `${ipv6.split(':').slice(0, groupsOfSite).join(':')}::/48`;
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
