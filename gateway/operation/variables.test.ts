import { buildSchema, Kind, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { InvalidOperation } from '../errors';
import { coerceVariables } from './variables';

const schema = buildSchema(`
  input Line { sku: ID!  quantity: Int = 1 }
  type Query { price(lines: [Line!]!, first: Int = 20): Int }
`);
const [operation] = parse(
  'query ($lines: [Line!]!, $first: Int) { price(lines: $lines, first: $first) }',
).definitions;

function coerce(variables: Record<string, unknown>) {
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('It has no operation.');
  return coerceVariables(schema, operation, variables);
}

function refusal(variables: Record<string, unknown>): InvalidOperation {
  try {
    coerce(variables);
  } catch (error) {
    if (error instanceof InvalidOperation) return error;
  }
  throw new Error('It was not refused.');
}

describe('variables', () => {
  test('are coerced as their types say', () => {
    expect(coerce({ lines: { sku: 7 } })).toEqual({ lines: [{ sku: '7', quantity: 1 }] });
  });

  test.each([
    [
      'unknown fields of an input',
      {
        lines: [Object.fromEntries(Array.from({ length: 5_000 }, (_, place) => [`f${place}`, 1]))],
      },
    ],
    ['rows of a list', { lines: Array.from({ length: 5_000 }, () => 7) }],
  ])('are refused with at most 5 errors, however many are wrong: %s', (_what, variables) => {
    const { errors } = refusal(variables);
    expect(errors).toHaveLength(5);
    for (const { extensions } of errors) expect(extensions.code).toBe('BAD_USER_INPUT');
  });

  test('say where they are wrong', () => {
    const { errors } = refusal({ lines: [], first: 'many' });
    expect(errors.map(({ message }) => message)).toEqual([
      'Variable "$first" got invalid value "many"; Int cannot represent non-integer value: "many"',
    ]);
  });
});
