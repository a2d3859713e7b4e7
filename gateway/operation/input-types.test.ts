import { buildSchema, coerceInputValue, type GraphQLInputType } from 'graphql';
import { expect, test } from 'vitest';
import { installInputTypes } from './input-types';

const schema = buildSchema(
  'enum Order { NAME PRICE }  scalar EmailAddress  type Query { order: Order }',
);
installInputTypes(schema);

function messages(type: string, value: unknown): string[] {
  const found: string[] = [];
  const input = schema.getType(type) as GraphQLInputType;
  coerceInputValue(value, input, (_path, _value, { message }) => found.push(message));
  return found;
}

test('a value of an enum is accepted', () => {
  expect(messages('Order', 'PRICE')).toEqual([]);
});

test('a similar value of an enum is suggested', () => {
  expect(messages('Order', 'PRICES')).toEqual([
    'Value "PRICES" does not exist in "Order" enum. Did you mean the enum value "PRICE"?',
  ]);
});

test('a long text is not compared with the values of an enum', () => {
  const long = 'A text of over 100 characters is no value of the enum "Order".';
  expect(messages('Order', 'P'.repeat(101))).toEqual([long]);
  expect(messages('Order', 'P'.repeat(100))).not.toEqual([long]);
  expect(messages('Order', 7)).not.toEqual([long]);
});

test('a scalar has the parser of the subgraphs', () => {
  expect(messages('EmailAddress', 'ada@example.com')).toEqual([]);
  expect(messages('EmailAddress', 'ada')).not.toEqual([]);
});
