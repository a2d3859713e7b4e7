import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pricingTerms } from '../../../config/pricing';
import { parseConfiguration } from '../../../config/schema';
import {
  currencyDecimals,
  decimalFromMinor,
  minorFromDecimal,
} from '../../../platform/values/money';
import { captureOf, lineTotal, paidStatus, type Totals, totalsOf } from '../domain/totals';

/** One currency of each kind: no decimals, two and three. */
const currencies = ['JPY', 'EUR', 'KWD'] as const;
const countries = ['DE', 'AT', 'BE', 'ES', 'FR', 'IT', 'NL', 'US', 'GB', 'JP'];
const cartsMax = 10_000;

const bought = fc.record({
  quantity: fc.integer({ min: 1, max: 50 }),
  unitPriceMinor: fc.bigInt({ min: 0n, max: 500_000n }),
  /** How much of the line the shipments take, and whether the rest is cancelled. */
  shipped: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 4 }),
});
const cart = fc.record({
  currency: fc.constantFrom(...currencies),
  country: fc.constantFrom(...countries),
  lines: fc.array(bought, { minLength: 1, maxLength: 12 }),
  isRestCancelled: fc.boolean(),
});

const { pricing } = parseConfiguration({ environment: 'test' });

type Cart = typeof cart extends fc.Arbitrary<infer Value> ? Value : never;

/** The units of each line in each shipment; unless cancelled, the last takes what is left. */
function shipmentsOf({ lines, isRestCancelled }: Cart): number[][] {
  const left = lines.map(({ quantity }) => quantity);
  const rounds = Math.max(...lines.map(({ shipped }) => shipped.length));
  const shipments = Array.from({ length: rounds }, (_, round) =>
    lines.map(({ shipped }, index) => {
      const units = Math.min(shipped[round] ?? 0, left[index] ?? 0);
      left[index] = (left[index] ?? 0) - units;
      return units;
    }),
  );
  if (!isRestCancelled) shipments.push(left);
  return shipments.filter((units) => units.some((count) => count > 0));
}

/** Captures shipment by shipment: no part is negative, and all are never more than the total. */
function capturedParts(given: Cart, order: Totals) {
  const left = given.lines.map(({ quantity }) => quantity);
  let capturedMinor = 0n;
  const shipments = shipmentsOf(given);
  for (const units of shipments) {
    let goodsMinor = 0n;
    for (const [index, line] of given.lines.entries()) {
      const count = units[index] ?? 0;
      left[index] = (left[index] ?? 0) - count;
      goodsMinor += line.unitPriceMinor * BigInt(count);
    }
    const isLast = left.every((count) => count === 0);
    const part = captureOf(order, goodsMinor, capturedMinor, isLast);
    expect(part >= 0n).toBe(true);
    capturedMinor += part;
    expect(capturedMinor <= order.totalMinor).toBe(true);
  }
  return { capturedMinor, left, parts: shipments.length };
}

/** A cancelled rest is worth its goods and their share of the extras, to a minor unit a shipment. */
function expectFairShare(
  given: Cart,
  { subtotalMinor, totalMinor }: Totals,
  left: readonly number[],
  voidedMinor: bigint,
  parts: number,
): void {
  if (subtotalMinor === 0n) return;
  const goodsMinor = given.lines.reduce(
    (sum, line, index) => sum + lineTotal({ ...line, quantity: left[index] ?? 0 }),
    0n,
  );
  const shareMinor = goodsMinor + ((totalMinor - subtotalMinor) * goodsMinor) / subtotalMinor;
  const off = voidedMinor - shareMinor;
  const slack = BigInt(parts + 1);
  expect(off <= slack && off >= -slack).toBe(true);
}

describe(`${cartsMax} carts in currencies with 0, 2 and 3 decimals`, () => {
  it('cost the same as a quote and as an order, and captures and voids add up to it', () => {
    fc.assert(
      fc.property(cart, (given) => {
        const terms = pricingTerms(pricing, given.country, given.currency);
        if (terms === null) throw new Error('This is served.');
        const quote = totalsOf(given.lines, terms);
        const order = totalsOf(given.lines.toReversed(), terms);
        expect(order).toEqual(quote);
        const { totalMinor } = order;
        // What the API shows is what is charged.
        const shown = decimalFromMinor(totalMinor, given.currency);
        expect(shown.split('.')[1]?.length ?? 0).toBe(currencyDecimals(given.currency));
        expect(minorFromDecimal(shown, given.currency)).toBe(totalMinor);

        const { capturedMinor, left, parts } = capturedParts(given, order);
        const voidedMinor = totalMinor - capturedMinor;
        expect(voidedMinor >= 0n).toBe(true);
        if (left.every((count) => count === 0)) expect(voidedMinor).toBe(0n);
        expectFairShare(given, order, left, voidedMinor, parts);
      }),
      { numRuns: cartsMax },
    );
  });

  it('know how a payment stands, whatever was captured and refunded', () => {
    const amounts = fc.tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000)).map((each) => {
      const [refundedMinor = 0, capturedMinor = 0, totalMinor = 0] = each.sort((a, b) => a - b);
      return {
        refundedMinor: BigInt(refundedMinor),
        capturedMinor: BigInt(capturedMinor) + 1n,
        totalMinor: BigInt(totalMinor) + 1n,
      };
    });
    fc.assert(
      fc.property(amounts, (paid) => {
        const status = paidStatus(paid);
        expect(status.endsWith('REFUNDED')).toBe(paid.refundedMinor > 0n);
        expect(status === 'REFUNDED').toBe(paid.refundedMinor === paid.capturedMinor);
        expect(status === 'CAPTURED').toBe(
          paid.refundedMinor === 0n && paid.capturedMinor === paid.totalMinor,
        );
      }),
    );
  });
});
