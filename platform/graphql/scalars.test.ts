import { parseValue } from 'graphql';
import { describe, expect, test } from 'vitest';
import { CountryCode, Currency, DateTime, scalars } from './scalars';

describe.each([
  ['a variable', (value: string) => DateTime.parseValue(value)],
  ['a literal', (value: string) => DateTime.parseLiteral(parseValue(`"${value}"`))],
])('an instant in %s', (_place, parse) => {
  test.each([
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['2026-11-24T13:36:00+02:00', '2026-11-24T11:36:00.000Z'],
  ])('is answered in UTC: %s', (given, shown) => {
    expect(DateTime.serialize(parse(given))).toBe(shown);
  });

  test.each(['9999-12-31T23:59:59-10:00', '0000-01-01T00:00:00+10:00'])(
    'is refused if UTC has no four digits for its year: %s',
    (given) => {
      expect(() => parse(given)).toThrow('0000 to 9999');
    },
  );
});

test.each([
  [Currency, 'eur', 'EUR'],
  [CountryCode, 'de', 'DE'],
])('%s is taken in any case', (scalar, given, code) => {
  expect(scalar.parseValue(given)).toBe(code);
  expect(scalar.parseLiteral(parseValue(`"${given}"`))).toBe(code);
});

test.each(scalars)('$name says which literal it refuses', (scalar) => {
  const literal = parseValue('"?"');
  const named = expect.objectContaining({ nodes: [literal] });
  expect(() => scalar.parseLiteral(literal)).toThrow(named);
});
