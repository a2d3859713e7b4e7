import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  getOperationAST,
  type IntrospectionQuery,
  parse,
  printSchema,
} from 'graphql';
import { Registry } from 'prom-client';
import { describe, expect, it, test } from 'vitest';
import { newExchange } from '../http/exchange';
import { hashOf } from '../operation/hash';
import { ServedSchema } from '../served-schema';
import { answerOf, codeIn, gatewayForFile } from '../testing/running-gateway';
import { introspectionVariablesCharactersMax, withIntrospection } from './introspection';

const everything = getIntrospectionQuery({
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});

describe.each(['compiled', 'apollo'])('introspection, by the %s executor', (executor) => {
  const gateway = gatewayForFile({ configuration: { gateway: { executor } } });

  /** Asked three times: planned, compiled, and from the cache. */
  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const first = await gateway.post({ query, variables });
    expect((await gateway.post({ query, variables })).body).toEqual(first.body);
    expect((await gateway.post({ query, variables })).body).toEqual(first.body);
    expect(first.body.errors).toBeUndefined();
    return first.body.data;
  };

  it('answers the standard query with every option: graphql-js builds the served SDL of it', async () => {
    const data = await ask(everything);
    const schema = buildClientSchema(data as unknown as IntrospectionQuery);
    const served = await fetch(`${gateway.url}/graphql/schema.graphql`);
    expect(`${printSchema(schema)}\n`).toBe(await served.text());
    expect(schema.getSubscriptionType()?.name).toBe('Subscription');
    expect(schema.getQueryType()?.getFields()).toHaveProperty('products');
  });

  it('is answered beside other fields, under aliases and in fragments, in the order of the text', async () => {
    const query = `query Mixed($name: String!, $id: ID!, $with: Boolean!) {
      first: __typename
      ...Roots
      order(id: $id) { ...Ordered }
      ... @include(if: $with) { type: __type(name: $name) { ...Named kind } }
      absent: __type(name: "Nobody") { name }
      ... @skip(if: $with) { gone: __schema { description } }
    }
    fragment Roots on Query { __schema { subscriptionType { name __typename } } me { name } }
    fragment Ordered on Order { id }
    fragment Named on __Type { name isOneOf specifiedByURL fields(includeDeprecated: true) { name args(includeDeprecated: true) { isDeprecated } } }`;
    const data = await ask(query, { name: 'OrderLine', id: 'o1', with: true });
    expect(data).toEqual({
      first: 'Query',
      __schema: { subscriptionType: { name: 'Subscription', __typename: '__Type' } },
      me: { name: 'Ada' },
      order: { id: 'o1' },
      type: {
        name: 'OrderLine',
        isOneOf: null,
        specifiedByURL: null,
        kind: 'OBJECT',
        fields: ['id', 'product', 'firm'].map((name) => ({ name, args: [] })),
      },
      absent: null,
    });
    expect(Object.keys(data ?? {})).toEqual(['first', '__schema', 'me', 'order', 'type', 'absent']);
    const other = await ask(query, { name: 'Order', id: 'o1', with: false });
    expect(Object.keys(other ?? {})).toEqual([
      'first',
      '__schema',
      'me',
      'order',
      'absent',
      'gone',
    ]);
  });

  it('contains the specification of scalars and the description of the schema', async () => {
    const data = await ask(
      '{ __schema { description } __type(name: "EmailAddress") { specifiedByURL } }',
    );
    expect(data).toEqual({
      __schema: { description: expect.stringMatching(/\w+ \w+/) },
      __type: {
        specifiedByURL: 'https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address',
      },
    });
  });

  it('keeps the values of other root fields when one of them fails', async () => {
    const query = '{ __type(name: "Order") { name } fails(code: "NOT_FOUND") { sku } me { name } }';
    const { body } = await gateway.post({ query });
    expect(body.data).toEqual({ __type: { name: 'Order' }, fails: null, me: { name: 'Ada' } });
    expect(body.errors).toMatchObject([{ path: ['fails'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('is free, however deep', async () => {
    const deep =
      '{ __schema { types { fields { args { type { ofType { ofType { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } } } } }';
    const { body } = await gateway.post({ query: deep });
    expect(body.errors).toBeUndefined();
    expect(body.extensions?.cost?.requested).toBe(0);
  });

  it('may be sent by GET, and by hash alone', async () => {
    const query = '{ __type(name: "Money") { fields { name } } }';
    const persistedQuery = { version: 1, sha256Hash: hashOf(query) };
    const get = async (parameters: Record<string, string>) => {
      const headers = { 'apollo-require-preflight': 'true' };
      const url = `${gateway.url}/graphql?${new URLSearchParams(parameters)}`;
      return answerOf(await fetch(url, { headers }));
    };
    const data = { __type: { fields: [{ name: 'amount' }] } };
    const extensions = JSON.stringify({ persistedQuery });
    expect((await get({ query, extensions })).body.data).toEqual(data);
    expect((await get({ extensions })).body.data).toEqual(data);
  });
});

/** 13 descriptions of each directive, which are no objects. */
const aliased = Array.from({ length: 13 }, (_, index) => `a${index}: description`).join(' ');

describe('the limits of introspection', () => {
  const gateway = gatewayForFile({
    configuration: { limits: { operation: { answerObjects: 100, answerBytes: 4_000 } } },
  });

  it.each([
    ['objects', '{ __schema { types { fields { type { name } } } } }'],
    ['bytes', `{ __schema { directives { ${aliased} } } }`],
  ])('OPERATION_TOO_COMPLEX beyond the %s of an answer', async (_what, query) => {
    for (const text of [query, query.replace('{', '{ me { name } ')]) {
      const answer = await gateway.post({ query: text });
      expect([answer.status, answer.body.data, codeIn(answer)]).toEqual([
        200,
        null,
        'OPERATION_TOO_COMPLEX',
      ]);
    }
  });
});

describe('answers about the schema', () => {
  const served = new ServedSchema();
  served.update(
    buildSchema(
      'type Query { order(id: ID!): Order } type Order { id: ID! } input OrderFilter { id: ID } scalar Date',
    ),
  );
  const rest: string[] = [];

  function answers(bytesMax: number) {
    const registry = new Registry();
    const run = withIntrospection(
      async ({ queryHash }) => {
        rest.push(String(queryHash));
        return { data: {} };
      },
      {
        served,
        registry,
        bytesMax,
        answerLimits: { answerObjects: 1_000, answerBytes: 1_000_000 },
      },
    );
    const ask = async (query: string, variables: Record<string, unknown> = {}) => {
      const document = parse(query);
      const exchange = { ...newExchange('r1', ''), variables };
      const context = { signal: exchange.signal, exchange };
      const queryHash = hashOf(query);
      const operation = getOperationAST(document);
      const request = { variables };
      return run({ request, document, operation, queryHash, context } as never);
    };
    const hits = async (): Promise<number> => {
      const found = await registry.getSingleMetric('cache_requests_total')?.get();
      const hit = found?.values.find(({ labels }) => labels.result === 'hit');
      return hit?.value ?? 0;
    };
    return { ask, hits };
  }

  const type = 'query ($name: String!) { __type(name: $name) { name } }';

  test('are kept for each text and its variables', async () => {
    const { ask, hits } = answers(100_000);
    await ask(type, { name: 'Order' });
    await ask(type, { name: 'Query' });
    expect(await hits()).toBe(0);
    expect(await ask(type, { name: 'Order' })).toEqual({ data: { __type: { name: 'Order' } } });
    expect(await hits()).toBe(1);
  });

  test('are not kept with long variables', async () => {
    const { ask, hits } = answers(100_000);
    const variables = { name: 'x'.repeat(introspectionVariablesCharactersMax) };
    for (const _ of [1, 2]) expect(await ask(type, variables)).toEqual({ data: { __type: null } });
    expect(await hits()).toBe(0);
  });

  test('evict others when there is no more room', async () => {
    const { ask, hits } = answers(3_000);
    for (const name of ['Order', 'Query', 'Date', 'Order']) await ask(type, { name });
    expect(await hits()).toBe(0);
    await ask(type, { name: 'Order' });
    expect(await hits()).toBe(1);
  });

  test('leave the planner the rest of an operation, under a hash of its own', async () => {
    const { ask } = answers(100_000);
    const mixed = '{ __schema { description } order(id: "1") { id } }';
    await ask(mixed);
    expect(rest).toHaveLength(1);
    expect(rest[0]).not.toBe(hashOf(mixed));
  });
});
