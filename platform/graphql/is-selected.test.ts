import { buildSchema, executeSync, parse } from 'graphql';
import { expect, test } from 'vitest';
import { isSelected } from './is-selected';

const schema = buildSchema(`
  type Query { list: List  other: List }
  type List { edges: [Edge!]!  node: Node }
  type Edge { node: Node! }
  type Node { available: Int  name: String }
`);

/** Whether `list` sees that `edges.node.available` is selected. */
function seen(query: string): boolean[] {
  const answers: boolean[] = [];
  executeSync({
    schema,
    document: parse(query),
    rootValue: {
      list: (_: unknown, _context: unknown, info: Parameters<typeof isSelected>[0]) => {
        answers.push(isSelected(info, ['edges', 'node', 'available']));
        return null;
      },
    },
  });
  return answers;
}

test.each([
  ['{ list { edges { node { name available } } } }', [true]],
  ['{ list { edges { node { name } } } }', [false]],
  ['{ list { node { available } } other { edges { node { available } } } }', [false]],
  ['{ a: list { e: edges { n: node { left: available } } } }', [true]],
  ['{ list { edges { node { name } } } list { edges { node { available } } } }', [true]],
  ['{ list { ... on List { edges { ... { node { available } } } } } }', [true]],
  [
    '{ list { ...L } } fragment L on List { edges { ...E } } fragment E on Edge { node { available } }',
    [true],
  ],
  [
    '{ a: list { edges { node { available } } } b: list { edges { node { name } } } }',
    [true, false],
  ],
  ['{ list { edges { node { available @include(if: false) } } } }', [false]],
  ['{ list { edges { node { available @skip(if: false) } } } }', [true]],
  [
    '{ list { ...L @skip(if: true) } } fragment L on List { edges { node { available } } }',
    [false],
  ],
  [
    'query ($yes: Boolean = true) { list { edges @skip(if: $yes) { node { available } } } }',
    [false],
  ],
  [
    'query ($yes: Boolean = true) { list { edges @include(if: $yes) { node { available } } } }',
    [true],
  ],
])('%s', (query, expected) => {
  expect(seen(query)).toEqual(expected);
});
