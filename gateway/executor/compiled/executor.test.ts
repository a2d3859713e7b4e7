import { setImmediate } from 'node:timers/promises';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { SubgraphFetch } from '../subgraph-fetch';
import { compiledBy, executorsForFile, requestOf } from '../testing/both-executors';
import { compile } from './compile';
import type { FetchNode, PlannedOperation } from './plan';

const both = executorsForFile();

/** Subgraphs that say one thing, whatever they are asked. */
function answerWith(said: Readonly<Record<string, ExecutionResult>>): void {
  both.subgraphs = Object.fromEntries(
    Object.entries(said).map(([name, result]) => [
      name,
      async () => ({ ...result, data: structuredClone(result.data) }),
    ]),
  );
}

/** The answer of this one is taken after those of all others. */
function answerLast(name: string): void {
  const answer = both.subgraphs[name] as SubgraphFetch;
  const late: SubgraphFetch = async (...asked) => {
    await setImmediate();
    return answer(...asked);
  };
  both.subgraphs = { ...both.subgraphs, [name]: late };
}

const compiled = async (query: string, variables = {}, operationName?: string) =>
  (await both.ask({ query, variables, operationName })).compiled;

const product = (sku: string) => ({ __typename: 'Product', sku, name: `name of ${sku}` });

describe('a response', () => {
  test('has the order in which it was requested, as GraphQL requires', async () => {
    answerWith({ catalogue: { data: { product: { ...product('a'), upc: 'u', weight: 3 } } } });
    const query = `{ product(sku: "a") { name ...F sku weight } __typename }
      fragment F on Product { weight upc }`;
    const { data } = await compiled(query);
    expect(JSON.stringify(data)).toBe(
      '{"product":{"name":"name of a","weight":3,"upc":"u","sku":"a"},"__typename":"Query"}',
    );
  });

  test('contains nothing that was not requested', async () => {
    answerWith({ catalogue: { data: { product: { ...product('a'), code: 'hidden' } } } });
    expect(await compiled('{ product(sku: "a") { sku } }')).toEqual({
      data: { product: { sku: 'a' } },
    });
  });

  test('names a type as the subgraph does when its alias is missing', async () => {
    answerWith({
      catalogue: { data: { media: [{ __typename: 'Book' }, { __typename: 'Film' }] } },
    });
    const { data } = await compiled('{ media { kind: __typename } }');
    expect(data).toEqual({ media: [{ kind: 'Book' }, { kind: 'Film' }] });
  });

  test.each(['stock', 'reviews'])('has all of an object of which %s answers last', async (last) => {
    answerWith({
      catalogue: { data: { search: [{ __typename: 'Film', id: 'f' }] } },
      stock: { data: { _entities: [{ __typename: 'Film', copies: 2 }] } },
      reviews: { data: { _entities: [{ __typename: 'Media', reviews: [] }] } },
    });
    answerLast(last);
    const { data } = await compiled('{ search { ... on Film { copies reviews { body } } } }');
    expect(data).toEqual({ search: [{ copies: 2, reviews: [] }] });
  });

  test('an alias that every object has is a key like others', async () => {
    answerWith({
      catalogue: { data: { product: JSON.parse('{"__proto__":"a","toString":"b"}') } },
    });
    const { data } = await compiled(
      '{ product(sku: "a") { __proto__: sku toString: upc constructor: genre } }',
    );
    expect(JSON.stringify(data)).toBe(
      '{"product":{"__proto__":"a","toString":"b","constructor":null}}',
    );
  });

  test.each(['loc', 'constructor', '__proto__'])('has a fragment called %s', async (name) => {
    answerWith({ catalogue: { data: { product: product('a') } } });
    const query = `{ product(sku: "a") { sku ...${name} } } fragment ${name} on Product { name }`;
    expect((await compiled(query)).data).toEqual({ product: { sku: 'a', name: 'name of a' } });
  });

  test('of several operations the one that is named', async () => {
    answerWith({ catalogue: { data: { product: product('a') } } });
    const query = 'query A { product(sku: "a") { sku } } query B { product(sku: "a") { name } }';
    expect((await compiled(query, {}, 'A')).data).toEqual({ product: { sku: 'a' } });
    expect((await compiled(query, {}, 'B')).data).toEqual({ product: { name: 'name of a' } });
  });
});

describe('a failure', () => {
  const failing = 'query { search { ... on Film { copies } } }';
  const found = [
    { __typename: 'Book', id: 'b' },
    { __typename: 'Film', id: 'f' },
    { __typename: 'Product', sku: 'p' },
    { __typename: 'Film', id: 'g' },
  ];

  test('has the path of its entity, even if others were not fetched', async () => {
    const error = new GraphQLError('lost', { path: ['_entities', 1, 'copies'] });
    answerWith({
      catalogue: { data: { search: found } },
      stock: { data: { _entities: [{ copies: 2 }, null] }, errors: [error] },
    });
    const { data, errors } = await compiled(failing);
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        message: 'lost',
        path: ['search', 3, 'copies'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'stock' },
      },
    ]);
  });

  test.each([
    ['no list of entities', { data: { _entities: null } }],
    ['too few entities', { data: { _entities: [{ copies: 1 }] } }],
  ])('%s is an error', async (_, said) => {
    answerWith({ catalogue: { data: { search: found } }, stock: said });
    const { data, errors } = await compiled(failing);
    expect(data).toBeNull();
    expect(errors).toEqual([expect.any(GraphQLError)]);
  });

  test('of all entities together has the path of the first', async () => {
    const error = new GraphQLError('lost', { path: ['_entities'] });
    answerWith({
      catalogue: { data: { search: found } },
      stock: { data: null, errors: [error] },
    });
    const { errors } = await compiled(failing);
    expect(errors).toMatchObject([{ message: 'lost', path: ['search', 1] }]);
  });

  test.each([
    ['a text for an object', { oneMedia: 'a' }, 'oneMedia'],
    ['a list for an object', { oneMedia: [{ __typename: 'Film', id: 'f' }] }, 'oneMedia'],
    ['a number for a type', { oneMedia: { __typename: 7, id: 'a' } }, 'oneMedia'],
    ['an object for a list', { media: { __typename: 'Film', id: 'f' } }, 'media'],
    ['a text for a list', { media: 'Film' }, 'media'],
    ['an object for an inner list', { shelf: [{ sku: 'a', weight: 1, code: 'c' }] }, 'shelf'],
  ])('%s is a fault of its field', async (_, data, name) => {
    answerWith({ catalogue: { data: { genre: 'CRIME', ...data } }, stock: { data: null } });
    const copies = '{ ... on Film { copies } }';
    const fields = { oneMedia: copies, media: copies, shelf: '{ shipping }' }[name] ?? '';
    const { run } = compiledBy(both, { isOn: () => true });
    const {
      data: answer,
      errors,
      extensions,
    } = await run({ query: `{ genre ${name} ${fields} }` });
    expect(errors).toBeUndefined();
    expect(answer).toEqual(name === 'oneMedia' ? null : { genre: 'CRIME', [name]: null });
    expect(extensions).toMatchObject({
      valueCompletion: expect.arrayContaining([
        expect.objectContaining({ path: name === 'shelf' ? [name, 0] : [name] }),
      ]),
    });
  });

  test('a value of the wrong type is null, and reported', async () => {
    answerWith({ catalogue: { data: { product: { ...product('a'), genre: 'ROMANCE' } } } });
    const { data, extensions } = await compiled('{ product(sku: "a") { sku genre } }');
    expect(data).toEqual({ product: { sku: 'a', genre: null } });
    expect(extensions).toMatchObject({ valueCompletion: [{ path: ['product', 'genre'] }] });
  });

  test('a missing value is reported beside the error of another field', async () => {
    const errors = [new GraphQLError('It failed.', { path: ['review'] })];
    answerWith({
      catalogue: { data: { products: [null] } },
      reviews: { data: { review: null }, errors },
    });
    const answer = await compiled('{ products { sku } review { body } }');
    expect(answer.data).toEqual({ products: null, review: null });
    expect(answer.errors).toMatchObject([{ path: ['review'] }]);
    expect(answer.extensions).toMatchObject({ valueCompletion: [{ path: ['products', 0] }] });
  });

  test('a variable of the wrong type is rejected before any fetch', async () => {
    answerWith({ catalogue: { data: { products: [] } } });
    const query = 'query ($n: Int!) { products(first: $n) { sku } }';
    const [ours, apollo] = [true, false].map((isOn) => compiledBy(both, { isOn: () => isOn }));
    await ours?.run({ query, variables: { n: 1 } });
    answerWith({});
    for (const variables of [{}, { n: null }, { n: 'many' }, { n: 1.5 }]) {
      const [said, expected] = [
        await ours?.run({ query, variables }),
        await apollo?.run({ query, variables }),
      ];
      expect(said).toEqual({ errors: [expect.objectContaining({ path: undefined })] });
      expect(said?.errors?.[0]?.message).toBe(expected?.errors?.[0]?.message);
    }
    // What the errors say of places is in the text, which only @apollo/gateway has.
    expect(ours?.runs).toEqual({ apollo: 4 });
  });
});

describe('who runs an operation', () => {
  const query = '{ product(sku: "a") { sku } }';

  test('its compiled plan, from the first request on', async () => {
    answerWith({ catalogue: { data: { product: product('a') } } });
    const { runs, run } = compiledBy(both, { isOn: () => true });
    for (const _ of ['first', 'second', 'third']) await run({ query });
    expect(runs).toEqual({ apollo: 0 });
  });

  test('@apollo/gateway while the flag is off', async () => {
    answerWith({ catalogue: { data: { product: product('a') } } });
    let isOn = true;
    const { runs, run } = compiledBy(both, { isOn: () => isOn });
    await run({ query });
    await run({ query });
    isOn = false;
    await run({ query });
    expect(runs).toEqual({ apollo: 1 });
  });

  test('@apollo/gateway for introspection', async () => {
    const { runs, run } = compiledBy(both, { isOn: () => true });
    const asked = '{ ...S } fragment S on Query { __schema { queryType { name } } }';
    for (const _ of ['first', 'second']) {
      expect((await run({ query: asked })).data).toEqual({
        __schema: { queryType: { name: 'Query' } },
      });
    }
    expect(runs).toEqual({ apollo: 2 });
  });

  test('@apollo/gateway if it cannot be compiled, which is logged once', async () => {
    answerWith({ catalogue: { data: { product: product('a') } } });
    const { runs, run, logged } = compiledBy(both, { isOn: () => true, fetches: {} });
    for (const _ of ['first', 'second', 'third']) await run({ query });
    expect(runs).toEqual({ apollo: 3 });
    expect(logged.filter(({ msg }) => msg === 'compiling an operation failed')).toHaveLength(1);
  });

  test('@apollo/gateway if the plan passes values from further up in the answer', async () => {
    const plans: PlannedOperation[] = [];
    both.remember = (planned) => void plans.push(planned);
    answerWith({ catalogue: { data: { product: product('a') } } });
    await both.apollo(requestOf({ query }));
    const [planned] = plans;
    const node = planned?.queryPlan.node as FetchNode;
    const rewrite = { kind: 'KeyRenamer' as const, path: ['..', 'sku'], renameKeyTo: 'c' };
    const asPlanned = { ...planned, queryPlan: { kind: 'QueryPlan', node } } as PlannedOperation;
    const queryPlan = {
      kind: 'QueryPlan' as const,
      node: { ...node, contextRewrites: [rewrite] },
    };
    const dependencies = { fetches: both.fetches, isOfType: () => true };
    const added = () => undefined;
    expect(compile(asPlanned, dependencies, added)).toBeTypeOf('function');
    expect(() => compile({ ...asPlanned, queryPlan }, dependencies, added)).toThrow(
      '`@fromContext` is not supported.',
    );
  });

  test('a new plan after the supergraph has changed', async () => {
    answerWith({ catalogue: { data: { product: product('a') } } });
    const { run, bytesKept, clear, plans } = compiledBy(both, { isOn: () => true });
    for (const _ of ['first', 'second']) await run({ query });
    expect(plans).toEqual({ made: 1 });
    clear();
    expect(bytesKept()).toBe(0);
    expect((await run({ query })).data).toEqual({ product: { sku: 'a' } });
    expect(plans).toEqual({ made: 2 });
  });
});
