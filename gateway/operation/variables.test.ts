import * as fc from 'fast-check';
import { buildSchema, getVariableValues, Kind, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { InvalidOperation } from '../errors';
import { coerceVariables } from './variables';

const schema = buildSchema(`
  enum Kind { SMALL LARGE }
  input Line { sku: ID!  quantity: Int = 1 }
  input Cart { lines: [Line!]!  note: String }
  type Query {
    price(lines: [Line!]!, first: Int = 20, cart: Cart): Int
    buy(input: Cart!, isOn: Boolean, half: Float): Int
  }
`);
const prices = `query ($lines: [Line!]!, $first: Int = 3, $cart: Cart) {
  price(lines: $lines, first: $first, cart: $cart) }`;

function coerce(variables: Record<string, unknown>, text = prices) {
  const document = parse(text);
  const operation = document.definitions.at(-1);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('It has no operation.');
  return coerceVariables(schema, document, operation, variables);
}

function refusal(variables: Record<string, unknown>, text = prices): InvalidOperation {
  try {
    coerce(variables, text);
  } catch (error) {
    if (error instanceof InvalidOperation) return error;
  }
  throw new Error('It was not refused.');
}

const pathsIn = ({ extensions }: { extensions: Record<string, unknown> }) =>
  (extensions.fields as { path: string[] }[]).map(({ path }) => path);

describe('variables', () => {
  test('are coerced by their types', () => {
    expect(coerce({ lines: { sku: 7 } })).toEqual({
      lines: [{ sku: '7', quantity: 1 }],
      first: 3,
    });
  });

  test('are what graphql-js makes of them, and refused where it refuses', async () => {
    const text = `query (
      $id: ID!, $first: Int = 3, $half: Float, $isOn: Boolean! = true, $kind: Kind = SMALL,
      $names: [String!], $none: Int = null, $lines: [Line!] = [{ sku: "a" }], $__proto__: Int = 1
    ) { any }`;
    const document = parse(text);
    const [operation] = document.definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('It has no operation.');
    const { variableDefinitions = [] } = operation;
    const names = variableDefinitions.map(({ variable }) => variable.name.value);
    const scalar = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    );
    const value = fc.oneof(
      scalar,
      fc.constantFrom('SMALL', 'HUGE', 4_294_967_296, 7, true),
      fc.array(scalar, { maxLength: 2 }),
      fc.record({ sku: scalar, quantity: scalar }, { requiredKeys: [] }),
    );
    const sent = fc
      .uniqueArray(fc.tuple(fc.constantFrom(...names), value), { selector: ([name]) => name })
      .map((entries) => Object.fromEntries(entries));
    for (const definitions of [variableDefinitions, variableDefinitions.slice(0, 7)]) {
      const some = { ...operation, variableDefinitions: definitions };
      await fc.assert(
        fc.property(sent, (variables) => {
          const { coerced } = getVariableValues(schema, definitions, variables);
          const ours = () => coerceVariables(schema, document, some, variables);
          if (coerced) expect(ours()).toEqual(coerced);
          else expect(ours).toThrow(InvalidOperation);
        }),
        { numRuns: 250 },
      );
    }
  });

  test.each([
    [
      'unknown fields of an input',
      {
        lines: [Object.fromEntries(Array.from({ length: 5_000 }, (_, place) => [`f${place}`, 1]))],
      },
      // The missing SKU is reported before those.
      ['sku', 'f0', 'f1', 'f2', 'f3'].map((field) => ['lines', '0', field]),
    ],
    [
      'rows of a list',
      { lines: Array.from({ length: 5_000 }, () => 7) },
      ['0', '1', '2', '3', '4'].map((place) => ['lines', place]),
    ],
  ])('are refused with at most 5 errors, however many are wrong: %s', (_what, variables, paths) => {
    const { errors } = refusal(variables);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(
      paths.map(() => 'BAD_USER_INPUT'),
    );
    expect(errors.map(pathsIn)).toEqual(paths.map((path) => [path]));
  });

  test('that are conditions are not null, although they have a default', () => {
    const text = `fragment F on Query { buy(input: { lines: [] }) @skip(if: $isOff) }
      query ($isOff: Boolean = true, $half: Float = 1) { ...F price(lines: [], first: 1) }`;
    expect(coerce({ half: null }, text)).toEqual({ isOff: true, half: null });
    const { errors } = refusal({ isOff: null }, text);
    expect(errors.map(({ message }) => message)).toEqual([
      'Variable "$isOff" got invalid value; A condition must not be null.',
    ]);
    expect(errors.map(pathsIn)).toEqual([[['if']]]);
  });

  test('report where they are wrong', () => {
    const { errors } = refusal({ lines: [], first: 'many' });
    expect(errors.map(({ message }) => message)).toEqual([
      'Variable "$first" got invalid value "many"; Int cannot represent non-integer value: "many"',
    ]);
  });

  test.each([
    ['a missing variable', {}, [['lines']]],
    ['null where there must be a value', { lines: null }, [['lines']]],
    [
      'a scalar deep inside',
      { lines: [{ sku: 'A' }, { sku: 'B', quantity: 1.5 }] },
      [['lines', '1', 'quantity']],
    ],
    ['a missing field', { lines: [{ quantity: 1 }] }, [['lines', '0', 'sku']]],
    ['null in a list', { lines: [null] }, [['lines', '0']]],
    ['an unknown field', { lines: [], cart: { lines: [], colour: 'red' } }, [['cart', 'colour']]],
    ['a name that is none', { lines: [], cart: { lines: [], 'a b': 1 } }, [['cart']]],
    [
      'several at once, of several variables',
      {
        lines: [{ sku: {} }],
        first: 'many',
        cart: { lines: [{ sku: 'A', quantity: 'x' }], note: 7 },
      },
      [['lines', '0', 'sku'], ['first'], ['cart', 'lines', '0', 'quantity'], ['cart', 'note']],
    ],
  ])('carry the path of %s', (_what, variables, paths) => {
    expect(refusal(variables).errors.map(pathsIn)).toEqual(paths.map((path) => [path]));
  });

  test.each([
    [
      'the input, whatever the variable is called',
      'query ($order: Cart!) { buy(input: $order) }',
      { order: { lines: [{ sku: 'A', quantity: 'x' }] } },
      ['lines', '0', 'quantity'],
    ],
    ['the whole input', 'query ($input: Cart!) { buy(input: $input) }', { input: 7 }, []],
    [
      'the field that has the variable',
      'query ($count: Int) { buy(input: { lines: [{ sku: 1 }, { sku: 2, quantity: $count }] }) }',
      { count: 'x' },
      ['lines', '1', 'quantity'],
    ],
    [
      'the argument that has it, in a fragment',
      'fragment F on Query { price(lines: [], first: $n) } query ($n: Int) { ...F }',
      { n: 'x' },
      ['first'],
    ],
    [
      'its use in this operation',
      'query A($n: Int) { buy(input: { note: $n }) } query B($n: Int) { price(first: $n) }',
      { n: 'x' },
      ['first'],
    ],
  ])('carry the path in the shape of ValidationError, from %s', (_what, text, variables, path) => {
    expect(refusal(variables, text).errors.map(pathsIn)).toEqual([[path]]);
  });

  test('are refused for a long name before anything else is compared with it', () => {
    const name = 'Did you mean '.repeat(50_000);
    const { errors } = refusal({ lines: [{ sku: 'A' }], cart: { lines: [{ [name]: 1 }] } });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message.length).toBeLessThan(100);
    expect(errors.map(({ extensions }) => extensions.fields)).toEqual([
      [
        {
          path: ['cart', 'lines', '0'],
          message: 'A field has a name of over 100 characters.',
        },
      ],
    ]);
    expect(
      pathsIn(refusal({ lines: [], cart: { ['f'.repeat(101)]: 1 } }).errors[0] as never),
    ).toEqual([['cart']]);
    expect(
      refusal({ lines: [], cart: { lines: [], ['f'.repeat(100)]: 1 } }).errors[0]?.message,
    ).toContain('is not defined');
  });

  test('with a long name that no argument uses are ignored', () => {
    expect(coerce({ lines: [], ['f'.repeat(101)]: { ['g'.repeat(101)]: 1 } })).toEqual({
      lines: [],
      first: 3,
    });
  });

  test('explain a field without quoting the whole value', () => {
    const { errors } = refusal({ lines: [{ sku: 'secret', quantity: 'x' }] });
    expect(errors.map(({ extensions }) => extensions.fields)).toEqual([
      [
        {
          path: ['lines', '0', 'quantity'],
          message: 'Int cannot represent non-integer value: "x"',
        },
      ],
    ]);
  });
});
