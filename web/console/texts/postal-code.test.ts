import { expect, test } from 'vitest';
import { isUsualPostalCode } from './postal-code';

test.each([
  ['DE', '10115', true],
  ['DE', '1011', false],
  ['DE', 'D-10115', false],
  ['GB', 'sw1a 1aa', true],
  ['GB', '10115', false],
  ['NL', '1012 ab', true],
  ['US', '94103-1234', true],
  ['AT', ' 1010 ', true],
  ['CH', '80001', false],
  // Countries without postal codes, and codes that are no country.
  ['HK', '', true],
  ['ZZ', 'anything', true],
] as const)('%s: %j is usual: %s', (country, postalCode, isUsual) => {
  expect(isUsualPostalCode({ country, postalCode })).toBe(isUsual);
});
