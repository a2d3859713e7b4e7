import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { describedElements, descriptionFaults } from './descriptions';

const api = buildSchema(readFileSync(resolve(__dirname, '../gateway/api.graphql'), 'utf8'));

test('every element of the public schema has a description', () => {
  expect(describedElements(api).length).toBeGreaterThan(700);
  expect(descriptionFaults(api)).toEqual([]);
});

const schema = `
  "The schema of this fixture alone."
  schema { query: Query }

  "The operations of the fixture, which only read."
  type Query {
    "Everything on one shelf of the warehouse."
    shelf(
      "The shelf to look at, and its size."
      input: ShelfInput!
    ): Result
  }

  "A shelf in one of the warehouses."
  type Shelf implements Named {
    "Name of the shelf for people."
    name: String!
    "How full the shelf is now."
    state: State
  }

  "Something that has a readable name."
  interface Named {
    "Name of the thing for people."
    name: String!
  }

  "Which shelf is to be read."
  input ShelfInput {
    "Size of the shelf in millimetres."
    size: Size
  }

  "How full a shelf is now."
  enum State {
    "There is nothing on it yet."
    EMPTY
  }

  "The shelf, or why there is none."
  union Result = Shelf

  "A length in millimetres, e.g. 120."
  scalar Size

  "How long clients may keep it."
  directive @keep(
    "Seconds from the time of the answer."
    seconds: Int
  ) on FIELD_DEFINITION
`;

function faultsWith(from: string, to: string): string[] {
  expect(schema.split(from)).toHaveLength(2);
  return descriptionFaults(buildSchema(schema.replace(from, to)));
}

describe('a schema', () => {
  test('that is fully described is accepted', () => {
    expect(descriptionFaults(buildSchema(schema))).toEqual([]);
  });

  test.each([
    ['The schema of this fixture alone.', 'schema'],
    ['The operations of the fixture, which only read.', 'Query'],
    ['A shelf in one of the warehouses.', 'Shelf'],
    ['How full the shelf is now.', 'Shelf.state'],
    ['Everything on one shelf of the warehouse.', 'Query.shelf'],
    ['The shelf to look at, and its size.', 'Query.shelf(input:)'],
    ['Something that has a readable name.', 'Named'],
    ['Name of the thing for people.', 'Named.name'],
    ['Which shelf is to be read.', 'ShelfInput'],
    ['Size of the shelf in millimetres.', 'ShelfInput.size'],
    ['How full a shelf is now.', 'State'],
    ['There is nothing on it yet.', 'State.EMPTY'],
    ['The shelf, or why there is none.', 'Result'],
    ['A length in millimetres, e.g. 120.', 'Size'],
    ['How long clients may keep it.', '@keep'],
    ['Seconds from the time of the answer.', '@keep(seconds:)'],
  ])('without "%s" is rejected at %s', (text, coordinate) => {
    const missing = [`${coordinate} has no description`];
    expect(faultsWith(`"${text}"`, '')).toEqual(missing);
    expect(faultsWith(`"${text}"`, '" "')).toEqual(missing);
  });

  test.each([
    ['too few words', 'How full it is.', 'is described in 4 words; the minimum is 5'],
    ['too many words', `${'Very '.repeat(30)}full.`, 'is described in 31 words; the maximum is 30'],
    ['no full stop', 'How full the shelf is now', 'has a description without a full stop'],
    ['no capital', 'how full the shelf is now.', 'has a description that begins in lower case'],
  ])('is rejected with %s', (_what, text, fault) => {
    expect(faultsWith('"How full the shelf is now."', `"${text}"`)).toEqual([
      `Shelf.state ${fault}`,
    ]);
  });
});
