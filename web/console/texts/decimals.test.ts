import { expect, it } from 'vitest';
import { amountOf, subtractDecimals, sumOfDecimals } from './decimals';

it.each([
  ['12.50', '0.25', '12.25'],
  ['0.30', '0.10', '0.20'],
  ['1250', '1000', '250'],
  ['10.00', '10.00', '0.00'],
  ['1.5', '0.25', '1.25'],
  ['0.10', '0.15', '-0.05'],
  ['90071992547409931.25', '0.01', '90071992547409931.24'],
])('%s − %s = %s', (from, what, difference) => {
  expect(subtractDecimals(from, what)).toBe(difference);
});

it.each([
  [['0.10', '0.20', '0.005'], '0.305'],
  [['-1.00', '0.50'], '-0.50'],
  [['90071992547409931.25', '0.75'], '90071992547409932.00'],
  [[], '0'],
])('the sum of %j is %s', (decimals, sum) => {
  expect(sumOfDecimals(decimals)).toBe(sum);
});

it.each([
  ['12.50', '12.50'],
  ['12', '12'],
  ['', '0'],
  ['12.', '0'],
  ['1.234.50', '0'],
  ['-', '0'],
])('what is typed as "%s" is an amount of %s', (typed, amount) => {
  expect(amountOf(typed)).toBe(amount);
});
