import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import type { AnswerBudget } from './answer-budget';
import { createExecutor } from './execute';

const typeDefs = 'type Query { rows(count: Int!): [Row!]! small: [Row!]! } type Row { id: Int! }';

/** The database of a subgraph: answers large reads only on request. */
function slowDatabase() {
  const { promise: answered, resolve: answerAll } = Promise.withResolvers<void>();
  const seen = { large: 0, rowsHeld: 0 };
  const rows = (count: number) => async (rowsMax: number) => {
    const found = Array.from({ length: Math.min(count, rowsMax) }, (_, id) => ({ id }));
    if (found.length <= 1_001) return found;
    seen.large += 1;
    seen.rowsHeld += found.length;
    await answered;
    return found;
  };
  return { rows, seen, answerAll: () => answerAll() };
}

const budgetOf = (context: unknown) => (context as { answerBudget: AnswerBudget }).answerBudget;

function subgraph() {
  const database = slowDatabase();
  const schema = buildSubgraphSchema({
    typeDefs: parse(typeDefs),
    resolvers: {
      Query: {
        rows: (_, { count }, context) => budgetOf(context).rows(database.rows(count)),
        small: (_, _none, context) => budgetOf(context).rows(database.rows(1_000)),
      },
    },
  });
  const execute = createExecutor({
    schema,
    createContext: (scope) => ({ ...scope }),
    logger,
    answerLimits: { answerObjects: 20_000, answerBytes: 10_000_000 },
  });
  const ask = async (query: string, signal = new AbortController().signal) => {
    const viewer = { kind: 'anonymous', address: '' } as const;
    const { data, errors } = await execute({ query }, { viewer, requestId: 'r1', signal });
    const rows = Object.values(data ?? {}).flat().length;
    return { rows, codes: errors?.map(({ extensions }) => extensions.code) };
  };
  return { ...database, ask };
}

const large = '{ rows(count: 1500) { id } }';
const many = (count: number, ask: () => Promise<unknown>) => Array.from({ length: count }, ask);

test('two large answers are built at a time', async () => {
  const { ask, seen, answerAll } = subgraph();
  const answers = many(8, () => ask(large));
  await expect.poll(() => seen.large).toBe(2);
  // A small answer passes them all.
  expect(await ask('{ small { id } }')).toEqual({ rows: 1_000, codes: undefined });
  expect(seen).toEqual({ large: 2, rowsHeld: 3_000 });
  answerAll();
  expect(await Promise.all(answers)).toEqual(
    Array.from({ length: 8 }, () => ({ rows: 1_500, codes: undefined })),
  );
  expect(seen.large).toBe(8);
});

test('the reads of one large answer come one after the other', async () => {
  const { ask, seen, answerAll } = subgraph();
  const answer = ask('{ a: rows(count: 1500) { id } b: rows(count: 1500) { id } }');
  await expect.poll(() => seen.large).toBe(1);
  expect(await ask('{ small { id } }')).toEqual({ rows: 1_000, codes: undefined });
  expect(seen.rowsHeld).toBe(1_500);
  answerAll();
  expect(await answer).toEqual({ rows: 3_000, codes: undefined });
});

test('more than 64 waiting answers are refused as retryable', async () => {
  const { ask, seen, answerAll } = subgraph();
  const answers = many(100, () => ask(large));
  await expect.poll(() => seen.large).toBe(2);
  answerAll();
  const found = (await Promise.all(answers)) as Awaited<ReturnType<typeof ask>>[];
  const refused = found.filter(({ codes }) => codes?.[0] === 'SERVICE_UNAVAILABLE');
  expect(refused.length).toBeGreaterThanOrEqual(34);
  expect(found.filter(({ rows }) => rows === 1_500)).toHaveLength(100 - refused.length);
});

test('a query whose caller has left reads no further', async () => {
  const { ask, seen, answerAll } = subgraph();
  const building = many(2, () => ask(large));
  await expect.poll(() => seen.large).toBe(2);
  const caller = new AbortController();
  const waiting = ask(large, caller.signal);
  caller.abort();
  expect(await waiting).toEqual({ rows: 0, codes: ['TIMEOUT'] });
  answerAll();
  await Promise.all(building);
  expect((await ask('{ small { id } }')).rows).toBe(1_000);
  expect(seen.large).toBe(2);
});
