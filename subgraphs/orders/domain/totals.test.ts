import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureOf, lineTotal, totalsOf } from './totals';

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 99_999 }),
  unitPriceMinor: fc.bigInt({ min: 0n, max: 10_000_000n }),
});
const lines = fc.array(line, { minLength: 1, maxLength: 30 });
const terms = fc.record({
  stepMinor: fc.constant(1n),
  taxPerMillion: fc.bigInt({ min: 0n, max: 1_000_000n }),
  shippingMinor: fc.bigInt({ min: 0n, max: 100_000n }),
});

const free = { taxPerMillion: 0n, shippingMinor: 0n, stepMinor: 1n };

describe('totals', () => {
  it('are what a person would calculate', () => {
    const given = [{ quantity: 3, unitPriceMinor: 999n }];
    expect(totalsOf(given, { ...free, taxPerMillion: 190_000n, shippingMinor: 490n })).toEqual({
      subtotalMinor: 2_997n,
      shippingMinor: 490n,
      // 19 percent of 34.87 is 6.6253.
      taxMinor: 663n,
      totalMinor: 4_150n,
    });
  });

  it('add up, whatever is bought', () => {
    fc.assert(
      fc.property(lines, terms, (bought, given) => {
        const totals = totalsOf(bought, given);
        const { subtotalMinor, shippingMinor, taxMinor, totalMinor } = totals;
        expect(subtotalMinor).toBe(bought.reduce((sum, each) => sum + lineTotal(each), 0n));
        expect(totalMinor).toBe(subtotalMinor + shippingMinor + taxMinor);
        // Rounded once: never off by more than half a minor unit.
        const exact = (subtotalMinor + shippingMinor) * given.taxPerMillion;
        const off = taxMinor * 1_000_000n - exact;
        expect(off <= 500_000n && off >= -500_000n).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are amounts that the provider moves, if prices and shipping are', () => {
    const given = [{ quantity: 1, unitPriceMinor: 1_230n }];
    const totals = totalsOf(given, { ...free, taxPerMillion: 50_000n, stepMinor: 10n });
    expect(totals).toMatchObject({ taxMinor: 60n, totalMinor: 1_290n });
  });

  it('are the same in whatever order the lines come', () => {
    fc.assert(
      fc.property(lines, terms, (bought, given) => {
        expect(totalsOf(bought.toReversed(), given)).toEqual(totalsOf(bought, given));
      }),
    );
  });
});

describe('captures', () => {
  it('of all parts are the total to the cent, and no part is negative', () => {
    fc.assert(
      fc.property(lines, terms, (bought, given) => {
        const order = { ...totalsOf(bought, given), stepMinor: 1n };
        let captured = 0n;
        for (const [index, each] of bought.entries()) {
          const isLast = index === bought.length - 1;
          const part = captureOf(order, lineTotal(each), captured, isLast);
          expect(part >= 0n).toBe(true);
          captured += part;
        }
        expect(captured).toBe(order.totalMinor);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [10n, [3_330n, 3_330n, 3_340n]],
    [100n, [3_300n, 3_300n, 3_400n]],
    [1n, [3_333n, 3_333n, 3_334n]],
  ])('are multiples of %d, which the provider moves', (stepMinor, expected) => {
    const order = { subtotalMinor: 9_000n, totalMinor: 10_000n, stepMinor };
    let captured = 0n;
    const parts = [1, 2, 3].map((nth) => {
      const part = captureOf(order, 3_000n, captured, nth === 3);
      captured += part;
      return part;
    });
    expect(parts).toEqual(expected);
  });
});
