import { expect, test } from 'vitest';
import { type PricedProduct, pricedOrder, unknownSkus } from './pricing';
import { totalMinorMax } from './totals';

const product = (sku: string, priceMinor = 100n, currency = 'EUR'): PricedProduct => ({
  sku,
  name: `the ${sku}`,
  priceMinor,
  currency,
  available: 4,
});
const line = (sku: string, quantity = 2) => ({ sku, quantity });
const terms = { taxPerMillion: 190_000n, shippingMinor: 500n, stepMinor: 1n };
const order = (...lines: { sku: string; quantity: number }[]) => ({ currency: 'EUR', lines });

test('what the catalogue does not have is named as it was written', () => {
  const lines = [line('a-1'), line('b'), line('A-2')];
  expect(unknownSkus(lines, [product('A-1')])).toEqual(['b', 'A-2']);
});

test('an order has the prices and the spelling of the catalogue', () => {
  expect(pricedOrder(order(line('a-1')), [product('A-1')], terms)).toEqual({
    currency: 'EUR',
    subtotalMinor: 200n,
    shippingMinor: 500n,
    taxMinor: 133n,
    totalMinor: 833n,
    lines: [
      {
        sku: 'A-1',
        name: 'the A-1',
        quantity: 2,
        unitPriceMinor: 100n,
        priceMinor: 100n,
        currency: 'EUR',
        available: 4,
      },
    ],
  });
});

test('what is sold in another currency, or not at all, is a problem of its line', () => {
  const products = [product('A'), product('B', 100n, 'CHF')];
  expect(pricedOrder(order(line('A'), line('B'), line('C')), products, terms)).toEqual([
    { path: ['lines', '1', 'sku'], message: 'It is not sold in EUR.' },
    { path: ['lines', '2', 'sku'], message: 'It is not sold in EUR.' },
  ]);
});

test('a total that no payment can be is a problem of the lines', () => {
  const inTens = { ...terms, taxPerMillion: 0n, stepMinor: 10n };
  expect(pricedOrder(order(line('A', 1)), [product('A', 109n)], inTens)).toEqual([
    { path: ['lines'], message: 'Payments are in steps of 0.10 EUR, and its prices are not.' },
  ]);
});

test('the total has 15 digits at most', () => {
  const free = { taxPerMillion: 0n, shippingMinor: 0n, stepMinor: 1n };
  const largest = pricedOrder(order(line('A', 1)), [product('A', totalMinorMax)], free);
  expect(largest).toMatchObject({ totalMinor: totalMinorMax });
  const [tooMuch] = [product('A', totalMinorMax + 1n)];
  expect(pricedOrder(order(line('A', 1)), tooMuch ? [tooMuch] : [], free)).toEqual([
    { path: ['lines'], message: 'The total is larger than an order may be.' },
  ]);
});
