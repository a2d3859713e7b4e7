import { proportion } from '../../../platform/values/money';

/** Tax (in millionths) and shipping (in minor units) for a country and currency. */
export interface Terms {
  readonly taxPerMillion: bigint;
  readonly shippingMinor: bigint;
  /** The smallest amount that the payment provider moves, in minor units. */
  readonly stepMinor: bigint;
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

/**
 * The largest amount for the 15 digits of the API's Decimal.
 * @exceeded VALIDATION
 */
export const totalMinorMax = 999_999_999_999_999n;

const million = 1_000_000n;

export function lineTotal(line: PricedLine): bigint {
  return line.unitPriceMinor * BigInt(line.quantity);
}

/** Tax applies to goods and shipping together and is rounded once, so that parts add up. */
export function totalsOf(lines: readonly PricedLine[], terms: Terms): Totals {
  const subtotalMinor = lines.reduce((sum, line) => sum + lineTotal(line), 0n);
  const { shippingMinor, stepMinor, taxPerMillion } = terms;
  const netMinor = subtotalMinor + shippingMinor;
  const taxMinor = stepMinor * proportion(netMinor, taxPerMillion, million * stepMinor);
  return {
    subtotalMinor,
    shippingMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
  };
}

/** The price of one unit with tax: what one unit costs where shipping is free. */
export function grossUnitPrice(unitPriceMinor: bigint, terms: Terms): bigint {
  const lines = [{ quantity: 1, unitPriceMinor }];
  return totalsOf(lines, { ...terms, shippingMinor: 0n }).totalMinor;
}

export interface CaptureBasis {
  readonly subtotalMinor: bigint;
  readonly totalMinor: bigint;
  /** The smallest amount that the payment provider moves, in minor units. */
  readonly stepMinor: bigint;
}

/**
 * The amount that a shipment captures: its goods with their share of tax and shipping. The last
 * shipment captures the remainder, so that all captures add up to the total.
 * @param goodsMinor the value of the shipped lines.
 * @param earlierMinor captures of earlier shipments, done or pending.
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
  // Rounding of several parts may add up to a minor unit too much.
  if (part > left) return left;
  return part - (part % order.stepMinor);
}

interface Paid {
  readonly totalMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
}

type PaidStatus = 'PARTIALLY_CAPTURED' | 'CAPTURED' | 'PARTIALLY_REFUNDED' | 'REFUNDED';

/** The status of a payment with captures. */
export function paidStatus({ totalMinor, capturedMinor, refundedMinor }: Paid): PaidStatus {
  if (refundedMinor > 0n) return refundedMinor < capturedMinor ? 'PARTIALLY_REFUNDED' : 'REFUNDED';
  return capturedMinor < totalMinor ? 'PARTIALLY_CAPTURED' : 'CAPTURED';
}
