import { proportion } from '../../../platform/values/money';

/** What a country and currency cost on top of the goods; tax in millionths, shipping in minor units. */
export interface Terms {
  readonly taxPerMillion: bigint;
  readonly shippingMinor: bigint;
}

export interface PricedLine {
  readonly quantity: number;
  readonly unitPriceMinor: bigint;
}

/** Minor units of one currency; total = subtotal + shipping + tax. */
export interface Totals {
  readonly subtotalMinor: bigint;
  readonly shippingMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
}

/** What fits the 15 digits of the API's Decimal. */
export const totalMinorMax = 999_999_999_999_999n;

const million = 1_000_000n;

export function lineTotal(line: PricedLine): bigint {
  return line.unitPriceMinor * BigInt(line.quantity);
}

/** Tax falls on goods and shipping together and is rounded once, so that parts cannot drift. */
export function totalsOf(lines: readonly PricedLine[], terms: Terms): Totals {
  const subtotalMinor = lines.reduce((sum, line) => sum + lineTotal(line), 0n);
  const { shippingMinor } = terms;
  const taxMinor = proportion(subtotalMinor + shippingMinor, terms.taxPerMillion, million);
  return {
    subtotalMinor,
    shippingMinor,
    taxMinor,
    totalMinor: subtotalMinor + shippingMinor + taxMinor,
  };
}

export interface CaptureBasis {
  readonly subtotalMinor: bigint;
  readonly totalMinor: bigint;
}

/**
 * What a shipment captures: its goods and their share of tax and shipping; the last shipment takes
 * the remainder, so that all captures together are the total to the cent.
 * @param goodsMinor the value of the shipped lines.
 * @param earlierMinor what earlier shipments captured or will capture.
 */
export function captureOf(
  order: CaptureBasis,
  goodsMinor: bigint,
  earlierMinor: bigint,
  isLast: boolean,
): bigint {
  const left = order.totalMinor - earlierMinor;
  if (isLast) return left;
  if (order.subtotalMinor === 0n) return 0n;
  const extrasMinor = order.totalMinor - order.subtotalMinor;
  const part = goodsMinor + proportion(extrasMinor, goodsMinor, order.subtotalMinor);
  // The roundings of several parts may add up to a minor unit too much.
  if (part > left) return left;
  return part;
}

interface Paid {
  readonly totalMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
}

type PaidStatus = 'PARTIALLY_CAPTURED' | 'CAPTURED' | 'PARTIALLY_REFUNDED' | 'REFUNDED';

/** How a payment stands of which something was captured. */
export function paidStatus({ totalMinor, capturedMinor, refundedMinor }: Paid): PaidStatus {
  if (refundedMinor > 0n) return refundedMinor < capturedMinor ? 'PARTIALLY_REFUNDED' : 'REFUNDED';
  return capturedMinor < totalMinor ? 'PARTIALLY_CAPTURED' : 'CAPTURED';
}
