import {
  type Attack,
  badInput,
  badRequest,
  browse,
  notParsed,
  notValid,
  query,
  repeat,
  tooComplex,
} from './attack';

const nested = (levels: number, inner: string): string =>
  levels === 0
    ? inner
    : `edges { node { customer { orders(first: 1) { ${nested(levels - 1, inner)} } } } }`;

/** Each level doubles the next one: 2^30 fields in 31 fragments. */
const bomb = `query { ...f0 } ${repeat(30, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)}
  fragment f30 on Query { __typename }`;
const bombOfAliases = `query { ${repeat(12, () => '...f0')} } ${repeat(
  20,
  (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`,
)} fragment f20 on Query { products(first: 100) { edges { node { sku name } } } }`;

export const overload: readonly Attack[] = [
  {
    name: 'aliases: one more than allowed',
    body: query(`{ ${repeat(16, (n) => `a${n}: __typename`)} }`),
    answer: tooComplex,
  },
  {
    name: 'aliases: 150 of a field that reads',
    body: query(`{ ${repeat(150, (n) => `a${n}: me { id }`)} }`),
    answer: tooComplex,
  },
  {
    name: 'aliases: past the tokens',
    body: query(`{ ${repeat(500, (n) => `a${n}: __typename`)} }`),
    answer: notParsed,
  },
  {
    name: 'directives: six that do nothing',
    body: query(`{ ${repeat(6, (n) => `a${n}: __typename @include(if: true)`)} }`),
    answer: tooComplex,
  },
  {
    name: 'directives: one field with very many',
    body: query(`{ __typename ${repeat(50, () => '@include(if: true)')} }`),
    answer: tooComplex,
  },
  {
    name: 'directives: very many that are unknown',
    body: query(`{ __typename ${repeat(400, () => '@aa')} }`),
    answer: tooComplex,
  },
  {
    name: 'fields: one repeated a thousand times',
    body: query(`{ ${repeat(1_000, () => '__typename')} }`),
    answer: notParsed,
  },
  {
    name: 'fields: 900 of the same, within the tokens',
    body: query(`{ ${repeat(900, () => '__typename')} }`),
    answer: tooComplex,
  },
  {
    name: 'fields: overlapping ones with other arguments',
    body: query(`{ ${repeat(60, (n) => `product(sku: "${n}") { sku name }`)} }`),
    answer: tooComplex,
  },
  {
    name: 'fields: overlapping ones in nested fragments',
    body: query(
      `{ ${repeat(40, (n) => `...f${n}`)} } ${repeat(40, (n) => `fragment f${n} on Query { me { id name ...g } }`)} fragment g on User { id name }`,
    ),
    answer: '401 UNAUTHENTICATED',
  },
  { name: 'fragments: a bomb', body: query(bomb), answer: tooComplex },
  { name: 'fragments: a bomb of pages', body: query(bombOfAliases), answer: tooComplex },
  {
    name: 'fragments: a cycle',
    body: query('{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }'),
    answer: notValid,
  },
  {
    name: 'fragments: one that spreads itself',
    body: query('{ ...a } fragment a on Query { __typename ...a }'),
    answer: notValid,
  },
  {
    name: 'nesting: deeper than allowed',
    body: query(`{ orders(first: 1) { ${nested(3, 'edges { cursor }')} } }`),
    answer: tooComplex,
  },
  { name: 'nesting: braces alone', body: query('{ a '.repeat(450)), answer: notParsed },
  {
    name: 'nesting: lists in a literal',
    body: query(
      `{ products(filter: { skus: ${'['.repeat(400)}${']'.repeat(400)} }) { __typename } }`,
    ),
    answer: notValid,
  },
  {
    name: 'nesting: lists in a variable',
    body: `{"query":"query ($s: [ID!]) { products(filter: {skus: $s}) { __typename } }","variables":{"s":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`,
    answer: badInput,
  },
  {
    name: 'nesting: objects beside the operation',
    body: `{"query":"{ __typename }","extensions":${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}}`,
    answer: '200 -',
  },
  {
    name: 'cost: pages of pages',
    body: query(
      '{ users(first: 100) { edges { node { orders(first: 100) { edges { cursor } } } } } }',
    ),
    answer: tooComplex,
  },
  {
    name: 'cost: a page beyond all numbers',
    body: query('{ products(first: 99999999999999999999) { edges { cursor } } }'),
    answer: notValid,
  },
  {
    name: 'cost: a page of a negative number',
    body: query('{ products(first: -1) { edges { cursor } } }'),
    answer: badInput,
  },
  {
    name: 'root fields: eleven',
    body: query(`{ ${repeat(11, (n) => `a${n}: product(sku: "${n}") { sku }`)} }`),
    answer: tooComplex,
  },
  { name: 'batch: an array', body: [query(browse), query(browse)], answer: badRequest },
  { name: 'batch: an empty array', body: [], answer: badRequest },
  {
    name: 'batch: hundred sign-ins',
    body: Array.from({ length: 100 }, () => query('mutation { logoutEverywhere }')),
    answer: badRequest,
  },
  {
    name: 'body: 5 MB',
    body: query(`{ __typename } #${'x'.repeat(5e6)}`),
    answer: '413 PAYLOAD_TOO_LARGE',
  },
  {
    name: 'body: 100 kB of comments',
    body: query(`{ __typename } #${'x'.repeat(99_000)}`),
    answer: '200 -',
  },
  {
    name: 'variables: a list longer than allowed',
    body: query('query ($s: [ID!]) { products(filter: { skus: $s }) { __typename } }', {
      s: Array.from({ length: 251 }, String),
    }),
    answer: badInput,
  },
];
