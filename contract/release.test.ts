import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../platform/process/repository-root';
import { breakingChanges, undatedDeprecations } from './release';

const read = (name: string): string => readFileSync(path.join(repositoryRoot, name), 'utf8');

const now = new Date('2027-12-01T00:00:00.000Z');

const released = `
  enum Role { CUSTOMER ADMIN }
  interface Node { id: ID! }
  type Order implements Node { id: ID! note: String lines(first: Int = 20): [Line!]! }
  type Line { sku: ID! }
  type Refused { code: String }
  union PlaceOrderResult = Order | Refused
  input Filter { role: Role = CUSTOMER after: ID }
  type Query { order(filter: Filter!): Order place: PlaceOrderResult }
`;

function changed(from: string, to: string): string[] {
  expect(released).toContain(from);
  return breakingChanges(released, released.replace(from, to), now);
}

describe('the schema of the latest release', () => {
  const current = read('gateway/api.graphql');

  test('is not broken by the present one', () => {
    const latest = read('contract/released.graphql');
    expect(breakingChanges(latest, current, new Date())).toEqual([]);
  });

  test('is followed by deprecations that say since when', () => {
    expect(undatedDeprecations(current)).toEqual([]);
  });
});

describe('a client of a release', () => {
  test.each([
    ['a type', 'type Line {', 'type Extra { id: ID } type Line {'],
    ['a field', 'sku: ID!', 'sku: ID! name: String'],
    ['an enum value', 'CUSTOMER ADMIN', 'CUSTOMER ADMIN PARTNER'],
    ['a union member', 'Order | Refused', 'Order | Refused | Line'],
    ['an optional argument', 'first: Int = 20', 'first: Int = 20, after: String'],
    ['an optional input field', 'after: ID', 'after: ID before: ID'],
    ['a field that became required', 'note: String', 'note: String!'],
  ])('does not break by %s more', (_what, from, to) => {
    expect(changed(from, to)).toEqual([]);
  });

  test.each([
    ['a field is removed', ' note: String', '', 'Order.note was removed.'],
    ['a field is renamed', 'sku: ID!', 'code: ID!', 'Line.sku was removed.'],
    ['a field may now be null', 'sku: ID!', 'sku: ID', 'Line.sku changed type from ID! to ID.'],
    [
      'an enum value is removed',
      'CUSTOMER ADMIN',
      'CUSTOMER',
      'ADMIN was removed from enum type Role.',
    ],
    [
      'a union member is removed',
      'Order | Refused',
      'Order',
      'Refused was removed from union type PlaceOrderResult.',
    ],
    [
      'an interface is removed',
      'Order implements Node',
      'Order',
      'Order no longer implements interface Node.',
    ],
    ['an argument is removed', '(first: Int = 20)', '', 'Order.lines arg first was removed.'],
    [
      'an argument is required',
      'first: Int = 20',
      'first: Int!',
      'Order.lines arg first has changed type from Int to Int!.',
    ],
    [
      'an input field is required',
      'after: ID',
      'after: ID before: ID!',
      'A required field before on input type Filter was added.',
    ],
    [
      'the default of an argument changes',
      'first: Int = 20',
      'first: Int = 50',
      'Order.lines arg first has changed defaultValue from 20 to 50.',
    ],
    [
      'the default of an input field changes',
      'role: Role = CUSTOMER',
      'role: Role = ADMIN',
      'Filter.role has changed its default from "CUSTOMER" to "ADMIN".',
    ],
  ])('breaks if %s', (_what, from, to, message) => {
    expect(changed(from, to)).toContain(message);
  });
});

describe('a deprecated field', () => {
  const deprecatedSince = (day: string): string =>
    released.replace(
      'note: String',
      `note: String @deprecated(reason: "Since ${day}: use lines.")`,
    );
  const without = released.replace(' note: String', '');

  test('may be removed after 12 months', () => {
    expect(breakingChanges(deprecatedSince('2026-12-01'), without, now)).toEqual([]);
  });

  test('may not be removed a day earlier', () => {
    expect(breakingChanges(deprecatedSince('2026-12-02'), without, now)).toEqual([
      'Order.note was removed.',
    ]);
  });

  test('takes the types that only it leads to along', () => {
    const gone = deprecatedSince('2026-12-01').replace('note: String', 'note: Note');
    const before = `${gone} type Note { text: String }`;
    expect(breakingChanges(before, without, now)).toEqual([]);
  });

  test('says since when', () => {
    expect(undatedDeprecations(deprecatedSince('2026-12-01'))).toEqual([]);
    const undated = released.replace('note: String', 'note: String @deprecated(reason: "Old.")');
    expect(undatedDeprecations(undated)).toEqual(['Old.']);
    expect(undatedDeprecations(undated.replace('(reason: "Old.")', ''))).toEqual(['']);
  });
});
