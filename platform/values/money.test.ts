import { expect, it, vi } from 'vitest';
import { currencyDecimals, decimalFromMinor, minorFromDecimal } from './money';

it.each([
  ['EUR', 2, '12.50', 1_250n],
  ['JPY', 0, '1250', 1_250n],
  ['HUF', 2, '12.50', 1_250n],
  ['ISK', 0, '1250', 1_250n],
  ['KWD', 3, '1.250', 1_250n],
  ['CLF', 4, '0.1250', 1_250n],
])('%s has %i decimals', (currency, decimals, text, minor) => {
  expect(currencyDecimals(currency)).toBe(decimals);
  expect(decimalFromMinor(minor, currency)).toBe(text);
  expect(minorFromDecimal(text, currency)).toBe(minor);
});

it('keeps the decimals of stored amounts whatever the runtime says', () => {
  const options = { maximumFractionDigits: 0 } as Intl.ResolvedNumberFormatOptions;
  const told = vi.spyOn(Intl.NumberFormat.prototype, 'resolvedOptions').mockReturnValue(options);
  expect(['COP', 'IDR', 'PKR'].map(currencyDecimals)).toEqual([2, 2, 2]);
  told.mockRestore();
});
