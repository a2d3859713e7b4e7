import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { createExecutor } from './execute';

const scope = {
  viewer: { kind: 'anonymous' as const, address: '' },
  requestId: 'r1',
  signal: new AbortController().signal,
};

const typeDefs = `
  type Query { rows(count: Int!): [Row!]!  later(count: Int!): [Row!]! }
  type Mutation { add(rows: Int!): Added! }
  type Row { id: Int!  inner: Inner!  maybe: Inner }
  type Inner { a: Int! }
  type Added { rows: [Row!]! }
`;

const rowsOf = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

/** A subgraph that counts how often each field was resolved. */
function counting(limits = { answerObjects: 20_000, answerBytes: 10_000_000 }) {
  const seen = { id: 0, inner: 0, added: 0 };
  const schema = buildSubgraphSchema({
    typeDefs: parse(typeDefs),
    resolvers: {
      Query: {
        rows: (_, { count }) => rowsOf(count),
        later: async (_, { count }) => rowsOf(count).map(async (row) => row),
      },
      Mutation: {
        add: (_, { rows }) => {
          seen.added += 1;
          return { rows: rowsOf(rows) };
        },
      },
      Row: {
        id: ({ id }) => {
          seen.id += 1;
          return id;
        },
        inner: ({ id }) => {
          seen.inner += 1;
          return { a: id };
        },
        maybe: () => null,
      },
    },
  });
  const execute = createExecutor({
    schema,
    createContext: () => ({}),
    logger,
    answerLimits: limits,
  });
  const ask = async (query: string) => {
    const { data, errors } = await execute({ query }, scope);
    return { data, codes: errors?.map(({ extensions }) => extensions.code) };
  };
  return { ask, seen, limits };
}

const refused = { data: null, codes: ['OPERATION_TOO_COMPLEX'] };

test.each(['rows', 'later'])('an answer of %s has 20,000 objects and no more', async (field) => {
  const { ask } = counting();
  const most = await ask(`{ ${field}(count: 10000) { id inner { a } maybe { a } } }`);
  expect(most.codes).toBeUndefined();
  const rows = most.data?.[field] as unknown[] | undefined;
  expect(rows).toHaveLength(10_000);
  expect(rows?.at(-1)).toEqual({ id: 9_999, inner: { a: 9_999 }, maybe: null });
  expect(
    await ask(`{ ${field}(count: 10000) { inner { a } } more: rows(count: 1) { id } }`),
  ).toEqual(refused);
});

test('nothing is built beyond the limit', async () => {
  const { ask, seen } = counting();
  expect(await ask('{ rows(count: 20001) { inner { a } } }')).toEqual(refused);
  expect(seen.inner).toBe(0);
  expect(await ask('{ rows(count: 19000) { inner { a } } }')).toEqual(refused);
  expect(seen.inner).toBeLessThanOrEqual(1_001);
});

/** Some turns of the event loop, more than a refused answer of the tests could use. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await nextTurn();
}

test('no element is completed after the answer was refused', async () => {
  const { ask, seen } = counting();
  expect(await ask('{ rows(count: 15000) { id } more: rows(count: 10000) { id } }')).toEqual(
    refused,
  );
  const atOnce = seen.id;
  await manyTurns();
  expect(seen.id).toBe(atOnce);
  expect(atOnce).toBeLessThan(1_000);
});

test('a mutation remains done, and the next one does not begin', async () => {
  const { ask, seen } = counting();
  const twice = 'mutation { a: add(rows: 30000) { rows { id } } b: add(rows: 1) { rows { id } } }';
  expect(await ask(twice)).toEqual(refused);
  expect(seen.added).toBe(1);
});

test('the limit is read when the answer begins', async () => {
  const { ask, limits } = counting();
  const query = '{ rows(count: 100) { id } }';
  expect((await ask(query)).codes).toBeUndefined();
  limits.answerObjects = 99;
  expect(await ask(query)).toEqual(refused);
});

/** How often others have had the event loop while an operation ran. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work;
  isDone = true;
  return turns;
}

test('others run after every few hundred elements, and a short answer never waits', async () => {
  const { ask } = counting();
  expect(await turnsDuring(ask('{ rows(count: 10000) { id } }'))).toBeGreaterThanOrEqual(40);
  expect(await turnsDuring(ask('{ rows(count: 100) { inner { a } } }'))).toBe(0);
});

test('two long answers take turns', async () => {
  const { ask } = counting();
  const ended: string[] = [];
  const long = ask('{ rows(count: 20000) { id } }').then(() => ended.push('long'));
  const short = ask('{ rows(count: 1000) { id } }').then(() => ended.push('short'));
  await Promise.all([long, short]);
  expect(ended).toEqual(['short', 'long']);
});
