import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { literalProblem } from './input-problem';

const schema = buildSchema(`
  enum Sort { NAME }
  input Line { sku: ID!  quantity: Int }
  type Query { price(lines: [Line!]!, first: Int, sort: Sort): Query  buy(input: Line!): Int }
`);

function pathsOf(text: string) {
  const document = parse(text);
  return validate(schema, document).map((error) => literalProblem(document, error)?.path ?? null);
}

describe('an invalid literal', () => {
  test.each([
    ['an argument', '{ price(lines: [], first: "many") { __typename } }', [['first']]],
    ['an enum', '{ price(lines: [], sort: SIZE) { __typename } }', [['sort']]],
    [
      'a field of an input in a list',
      '{ price(lines: [{ sku: 1 }, { sku: 2, quantity: 1.5 }]) { __typename } }',
      [['lines', '1', 'quantity']],
    ],
    [
      'a missing field',
      '{ price(lines: [{ quantity: 1 }]) { __typename } }',
      [['lines', '0', 'sku']],
    ],
    [
      'an unknown field',
      '{ price(lines: [{ sku: 1, colour: 2 }]) { __typename } }',
      [['lines', '0', 'colour']],
    ],
    ['null', '{ price(lines: null) { __typename } }', [['lines']]],
    ['the whole input', '{ buy(input: 7) }', [[]]],
    ['a field of the input', '{ buy(input: { sku: 1, quantity: 1.5 }) }', [['quantity']]],
    [
      'a default, where its variable is used',
      'query ($f: Int = "x") { price(lines: [], first: $f) { __typename } }',
      [['first']],
    ],
    [
      'a field of a default',
      'query ($l: Line! = { sku: 1, quantity: 1.5 }) { buy(input: $l) }',
      [['quantity']],
    ],
    [
      'fields of several depths',
      '{ price(lines: []) { price(lines: [], first: {}) { price(lines: 3) { __typename } } } }',
      [['first'], ['lines']],
    ],
  ])('has the path of %s', (_what, text, paths) => {
    expect(pathsOf(text)).toEqual(paths);
  });

  test.each([
    ['an unknown field of a type', '{ cost }'],
    ['an unknown argument', '{ price(lines: [], colour: 1) { __typename } }'],
    [
      'a variable of another type',
      'query ($f: String) { price(lines: [], first: $f) { __typename } }',
    ],
    ['a missing argument', '{ price { __typename } }'],
  ])('is not %s', (_what, text) => {
    expect(pathsOf(text)).toEqual([null]);
  });
});
