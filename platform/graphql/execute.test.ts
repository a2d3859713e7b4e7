import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { heapBytes } from '../testing/heap';
import { silentLogger as logger } from '../testing/silent-logger';
import { createExecutor } from './execute';

const megabyte = 1_000_000;
/** What the documents of one schema may take. */
const bytesMax = 20 * megabyte;
/** Objects of the test itself that come and go. */
const noiseBytes = megabyte;

const scope = {
  viewer: { kind: 'anonymous' as const, address: '' },
  requestId: 'r1',
  signal: new AbortController().signal,
};

function echo() {
  return createExecutor({
    schema: buildSchema(`
      type Query { a(text: String): String  aLongNameOfAField: String  b(text: String!): B }
      type B { c: String  d: B }
    `),
    createContext: () => ({}),
    logger,
  });
}

/** Texts that are all different, of the sort that takes the most of one thing. */
const texts: Readonly<Record<string, (index: number) => string>> = {
  'one long literal': (index) => `{ a(text: "${index}${'x'.repeat(940_000)}") }`,
  'a literal that is just kept': (index) => `{ a(text: "${index}${'x'.repeat(19_900)}") }`,
  'literals that are not Latin': (index) => `{ a(text: "${index}${'\u4e00'.repeat(19_900)}") }`,
  'many short fields': (index) => `query q${index} { ${'a '.repeat(9_900)} }`,
  'many long fields': (index) => `query q${index} { ${'aLongNameOfAField '.repeat(1_000)} }`,
  'texts that are not valid': (index) => `{ a b${index} ${'c '.repeat(900)} }`,
  'little each': (index) => `{ a(text: "${index}") }`,
};

test.each([
  ['one long literal', 40],
  ['a literal that is just kept', 1_200],
  ['literals that are not Latin', 600],
  ['many short fields', 20],
  ['many long fields', 120],
  ['texts that are not valid', 60],
  ['little each', 6_000],
])('documents stay within their bytes: %s', async (kind, count) => {
  const execute = echo();
  const textOf = texts[kind];
  if (!textOf) throw new Error(`There are no texts of "${kind}".`);
  const fill = async (from: number) => {
    for (let index = from; index < from + count; index += 1) {
      await execute({ query: textOf(index) }, scope);
    }
  };
  const before = heapBytes();
  await fill(0);
  const full = heapBytes();
  await fill(count);
  const fuller = heapBytes();
  expect(full - before).toBeLessThan(bytesMax);
  expect(fuller - full).toBeLessThan(noiseBytes);
  // The cache is still there to be measured.
  expect(await execute({ query: '{ a }' }, scope)).toEqual({ data: { a: null } });
});

test.each([
  ['an unknown field', '{ e }', /Cannot query field "e"/],
  ['an unknown argument', '{ a(e: 1) }', /Unknown argument "e"/],
  ['a missing argument', '{ b { c } }', /argument "text" of type "String!" is required/],
  ['a value of another type', '{ a(text: 1) }', /String cannot represent/],
  ['an unknown type', 'query($v: Other) { a(text: $v) }', /Unknown type "Other"/],
  [
    'a variable of another type',
    'query($v: Boolean) { a(text: $v) }',
    /used in position expecting/,
  ],
  ['a variable without a type', '{ a(text: $v) }', /Variable "\$v" is not defined/],
  ['an object without fields', '{ b(text: "") }', /must have a selection of subfields/],
  ['fields of a value', '{ a { c } }', /must not have a selection/],
  ['a fragment on another type', '{ ... on B { c } }', /can never be of type "B"/],
  ['a fragment within itself', '{ b(text: "") { ...F } } fragment F on B { d { ...F } }', /itself/],
])('a document of another schema is refused: %s', async (_, query, message) => {
  const { data, errors = [] } = await echo()({ query }, scope);
  expect(data).toBeUndefined();
  expect(errors.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
});
