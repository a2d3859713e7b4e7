import { type ExecutionResult, GraphQLError } from 'graphql';
import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import type { GraphqlRequest } from '../../../platform/graphql/execute';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { newExchange } from '../../http/exchange';
import { subgraphFetch } from '../subgraph-fetch';
import { type BothExecutors, compiledBy, executorsForFile } from '../testing/both-executors';
import { combinedSteps } from './combined-fetch';
import { entityFetch } from './entity-fetch';
import type { FetchNode } from './plan';

const both = executorsForFile();

const product = (sku: string, more = {}) => {
  const known = { __typename: 'Product', sku, weight: 1, code: 'c', size: { width: 1, height: 2 } };
  return Object.assign(known, more);
};
const products = { a: [product('1'), product('2')], b: [product('3'), product('4')] };
/** Two fetches of the stock at the same moment, for other fields of other products. */
const query = '{ a: products { shipping } b: products { parcel } }';
const [shippings, parcels] = [
  [{ shipping: 1 }, { shipping: 2 }],
  [{ parcel: 'x' }, { parcel: 'y' }],
];

interface Sent extends GraphqlRequest {
  readonly entities: number | undefined;
}

/** @returns the answer, and the requests that the stock got. */
async function run(
  answers: readonly ExecutionResult[],
  given: { readonly query?: string; readonly variables?: object; readonly data?: object } = {},
) {
  const sent: Sent[] = [];
  const remaining = [...answers];
  const { data = products, variables = {} } = given;
  const fetches: BothExecutors['fetches'] = {
    ...both.fetches,
    catalogue: async () => structuredClone({ data: { ...data } }),
    stock: async (request, _context, entities) => {
      sent.push({ query: request.query, variables: request.variables ?? {}, entities });
      const { data: found = null, errors } = remaining.shift() ?? {};
      return { data: structuredClone(found), errors };
    },
  };
  const executor = compiledBy(both, { isOn: () => true, fetches });
  const answer = await executor.run({ query: given.query ?? query, variables: { ...variables } });
  const errors = answer.errors?.map(({ message, path }) => [message, path]);
  return { data: answer.data, errors, sent };
}

const lists = (sent: Sent | undefined): unknown[] => Object.values(sent?.variables ?? {});

test('fetches of one service at the same moment are one request, with a list for each', async () => {
  const { data, errors, sent } = await run([
    { data: { _entities0: shippings, _entities1: parcels } },
  ]);
  expect(errors).toBeUndefined();
  expect(data).toEqual({ a: shippings, b: parcels });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.query).toMatch(/_entities0:_entities.*shipping.*_entities1:_entities.*parcel/);
  expect(lists(sent[0]).map((list) => (list as object[]).length)).toEqual([2, 2]);
  // They are objects of the answer already, and do not count again.
  expect(sent[0]?.entities).toBe(4);
});

test('variables of the client are defined once and sent with the lists', async () => {
  const levels = 'shipping(express: $e)';
  const { sent } = await run([{ data: { _entities0: shippings, _entities1: parcels } }], {
    query: `query ($e: Boolean) { a: products { ${levels} } b: products { parcel s: ${levels} } }`,
    variables: { e: true },
  });
  expect(sent[0]?.query.match(/\$e:Boolean/g)).toHaveLength(1);
  expect(sent[0]?.variables).toMatchObject({ e: true });
});

test('a single list that has entities is sent as the plan has it', async () => {
  const data = { a: [], b: products.b };
  const { sent, ...answer } = await run([{ data: { _entities: parcels } }], { data });
  expect(answer).toEqual({ data: { a: [], b: parcels }, errors: undefined });
  expect(sent.map((request) => Object.keys(request.variables ?? {}))).toEqual([
    ['representations'],
  ]);
});

test('an error of an entity has the path of that entity, whichever list it is in', async () => {
  const error = new GraphQLError('lost', { path: ['_entities1', 1, 'parcel'] });
  const { data, errors } = await run([
    {
      data: { _entities0: shippings, _entities1: [parcels[0], { parcel: null }] },
      errors: [error],
    },
  ]);
  expect(data).toEqual({ a: shippings, b: [parcels[0], { parcel: null }] });
  expect(errors).toEqual([['lost', ['b', 1, 'parcel']]]);
});

test('an entity that does not exist leaves its object without the fields', async () => {
  const { data, errors } = await run([
    { data: { _entities0: [null, shippings[1]], _entities1: parcels } },
  ]);
  expect(data).toEqual({ a: [{ shipping: null }, shippings[1]], b: parcels });
  expect(errors).toBeUndefined();
});

test('an error of one list does not take the data of the other with it', async () => {
  const error = new GraphQLError('lost', { path: ['_entities1'] });
  const { data, errors, sent } = await run([
    { data: null, errors: [error] },
    { data: { _entities: shippings } },
  ]);
  expect(data).toEqual({ a: shippings, b: [{ parcel: null }, { parcel: null }] });
  expect(errors).toEqual([['lost', ['b', 0]]]);
  expect(sent[1]?.query).toMatch(/_entities\(representations.*shipping/);
});

test('a list of another length is an error of its own', async () => {
  const [one, three] = [shippings.slice(1), [...parcels, null]];
  const { data, errors } = await run([{ data: { _entities0: one, _entities1: parcels } }]);
  expect(data).toMatchObject({ b: parcels });
  expect(errors).toEqual([['The subgraph returned 1 entities instead of 2.', undefined]]);
  const both = await run([{ data: { _entities0: one, _entities1: three } }]);
  expect(both.errors).toHaveLength(2);
});

test('a service that does not answer is an error at the first entity of each list', async () => {
  const refuse = async () => {
    throw new Error('refused');
  };
  const fetches: BothExecutors['fetches'] = {
    ...both.fetches,
    catalogue: async () => structuredClone({ data: products }),
    stock: subgraphFetch('stock', refuse, { logger, registry: new Registry() }),
  };
  const { data, errors } = await compiledBy(both, { isOn: () => true, fetches }).run({ query });
  expect(data).toEqual({
    a: [{ shipping: null }, { shipping: null }],
    b: [{ parcel: null }, { parcel: null }],
  });
  expect(errors?.map(({ path }) => path)).toEqual([
    ['a', 0],
    ['b', 0],
  ]);
});

test('a variable of the client with the name of a list keeps the fetches apart', async () => {
  const { sent } = await run(
    [{ data: { _entities: shippings } }, { data: { _entities: parcels } }],
    {
      query: `query ($_entities1: Boolean) {
      a: products { shipping(express: $_entities1) } b: products { parcel } }`,
    },
  );
  expect(sent).toHaveLength(2);
});

test('entities of a request are known to the count of the answer', async () => {
  const execute = async () => ({ data: {}, extensions: { objects: 5 } });
  const known: number[] = [];
  const add = (_result: ExecutionResult, entities: number) => void known.push(entities);
  const exchange = newExchange('r1', '');
  const context = { viewer: exchange.viewer, requestId: 'r1', signal: exchange.signal, exchange };
  const gathered = { refusal: null, add };
  const fetch = subgraphFetch('stock', execute, { logger, registry: new Registry() });
  await fetch({ query: '{ a }' }, Object.assign(context, { gathered }), 4);
  expect(known).toEqual([4]);
});

describe('fetches are combined', () => {
  const node = (operation: string): FetchNode => ({
    kind: 'Fetch',
    serviceName: 'stock',
    requires: [],
    operation,
    operationKind: 'query' as FetchNode['operationKind'],
    operationName: 'A',
  });
  const list = (fields: string, directive = '') =>
    `query A($representations:[_Any!]!)${directive}{_entities(representations:$representations){...on P{${fields}}}}`;
  const stepsOf = (fetches: readonly [text: string, path: string][]) => {
    const dependencies = { fetches: both.fetches, isOfType: () => true };
    return combinedSteps(
      fetches.map(([text, path]) => entityFetch(node(text), [[path]], [], dependencies)),
      dependencies,
    );
  };

  test.each([
    [
      'for other objects',
      [
        [list('x'), 'a'],
        [list('y'), 'b'],
      ],
      1,
    ],
    [
      'not for the same objects',
      [
        [list('x'), 'a'],
        [list('y'), 'a'],
      ],
      2,
    ],
    [
      'not with directives',
      [
        [list('x'), 'a'],
        [list('y', '@d'), 'b'],
      ],
      2,
    ],
    [
      'not with fragments',
      [
        [list('x'), 'a'],
        [`${list('...F')}fragment F on P{y}`, 'b'],
      ],
      2,
    ],
    [
      'not with other fields',
      [
        [list('x'), 'a'],
        ['query A{_entities{y} z}', 'b'],
      ],
      2,
    ],
  ] as [string, [string, string][], number][])('%s', (_name, fetches, steps) => {
    expect(stepsOf(fetches)).toHaveLength(steps);
  });
});
