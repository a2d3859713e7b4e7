import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { heapBytes } from '../../platform/testing/heap';
import { documentsBytesMax } from '../limits';
import { operationMeasures } from './cost';
import { operationDocuments } from './documents';
import { hashOf } from './hash';

const schema = buildSchema('type Query { names(of: [String!]): String }');
const limits = { tokens: 1_000, aliases: 15, directives: 5 };
/** A string of its own in memory, as one that arrived in a request. */
const arrived = (text: string) => Buffer.from(text).toString();

/** The largest documents that are legal, each by another measure. */
const largest: readonly (readonly [string, (one: number) => string])[] = [
  ['inline fragments', (one) => `query A${one} { ${'...{__typename}'.repeat(245)} }`],
  [
    'fragments',
    (one) => {
      const fragments = Array.from({ length: 40 }, (_, place) => {
        const next = place < 39 ? `...F${place + 1}` : '';
        return `fragment F${place} on Query { ${'...{__typename}'.repeat(4)} ${next} }`;
      });
      return `query B${one} { ...F0 } ${fragments.join(' ')}`;
    },
  ],
  [
    'literals',
    (one) => {
      const names = Array.from({ length: 980 }, (_, place) => `"${'é'.repeat(45)}${place}"`);
      return `query C${one} { names(of: [${names.join(' ')}]) }`;
    },
  ],
  ['a comment', (one) => `query D${one} { __typename } #${'x'.repeat(99_000)}`],
  ['a comment of emoji', (one) => `query E${one} { __typename } #${'😀'.repeat(24_000)}`],
  ['many comments', (one) => `query F${one} { __typename } ${'#\n'.repeat(49_000)}`],
];

describe('cached documents', () => {
  test.each(largest)('are limited in bytes: %s', (_what, textOf) => {
    const documents = operationDocuments({ limits, introspection: true });
    const measureOf = operationMeasures();
    const read = (one: number) => {
      const text = arrived(textOf(one));
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100_000);
      const document = documents.read(schema, text, hashOf(text));
      const [operation] = document.definitions;
      if (operation?.kind !== 'OperationDefinition') throw new Error('It has no operation.');
      measureOf(schema, document, operation);
    };
    read(0);
    const bytesOfOne = documents.bytes;
    const before = heapBytes();
    const many = Math.ceil((1.5 * documentsBytesMax) / bytesOfOne);
    for (let one = 1; one <= many; one += 1) read(one);
    expect(documents.bytes).toBeLessThanOrEqual(documentsBytesMax);
    expect(documents.bytes).toBeGreaterThan(documentsBytesMax - 2 * bytesOfOne);
    expect(heapBytes() - before).toBeLessThanOrEqual(documentsBytesMax);
    expect(documents.bytes).toBeLessThanOrEqual(documentsBytesMax);
  });
});

test('a text is parsed once, and again when the schema or a limit changes', () => {
  const changing = { ...limits };
  const documents = operationDocuments({ limits: changing, introspection: true });
  const text = '{ a: names b: names }';
  const first = documents.read(schema, text, hashOf(text));
  expect(documents.read(schema, text, hashOf(text))).toBe(first);
  const other = buildSchema('type Query { name: String }');
  expect(() => documents.read(other, text, hashOf(text))).toThrow('Cannot query field "names"');
  changing.tokens = 8;
  expect(documents.read(schema, text, hashOf(text))).toBe(first);
  changing.tokens = 7;
  expect(documents.knows(schema, hashOf(text))).toBe(false);
  expect(() => documents.read(schema, text, hashOf(text))).toThrow('more that 7 tokens');
  changing.tokens = 8;
  changing.aliases = 1;
  expect(() => documents.read(schema, text, hashOf(text))).toThrow(
    'The operation has 2 aliases, 1 are allowed.',
  );
});
