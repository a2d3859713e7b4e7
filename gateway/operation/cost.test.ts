import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLField,
  getNamedType,
  getOperationAST,
  isInputObjectType,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { codeIn, gatewayForFile, testGateway } from '../testing/running-gateway';
import { costOf, demandAffordable, operationMeasures } from './cost';
import { rootFieldRules } from './field-rules';
import { countSyntax, demandFewCounts } from './syntax-counts';

const schema = buildSchema(`
  type Query { me: User  product(sku: ID!): Product  products(first: Int = 20): ProductConnection  warehouses: [Warehouse!]  version: String  exportMyData: Export }
  type Export { json: String! }
  type Mutation { rename(id: ID!): User  logout: Boolean }
  type User { id: ID!  name: String!  tags: [String!]!  orders(first: Int = 20): OrderConnection }
  type OrderConnection { edges: [OrderEdge!]!  pageInfo: PageInfo! }
  type OrderEdge { cursor: String!  node: Order! }
  type Order { id: ID!  total: Money!  customer: User  lines: [OrderLine!]! }
  type OrderLine { id: ID!  product: Product }
  type Product { sku: ID!  price: Money! }
  type ProductConnection { edges: [ProductEdge!]!  pageInfo: PageInfo! }
  type ProductEdge { cursor: String!  node: Product! }
  type PageInfo { hasNextPage: Boolean! }
  type Money { amount: String! }
  type Warehouse { code: ID! }
`);
const manifest = JSON.parse(readFileSync('client/persisted-operations.json', 'utf8')) as {
  readonly operations: readonly { readonly name: string; readonly body: string }[];
};
const limits = parseConfiguration({}).limits.operation;
const measureOf = operationMeasures();

function measured(document: DocumentNode, of = schema) {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The test names no operation.');
  return { operation, measure: measureOf(of, document, operation) };
}

function cost(query: string, variables: Record<string, unknown> = {}, of = schema): number {
  const { operation, measure } = measured(parse(query), of);
  return costOf(operation, measure, variables, limits).requested;
}

describe('the cost of an operation', () => {
  it.each([
    ['a field that reads', '{ me { id name } }', 1],
    ['a scalar at the root', '{ version }', 1],
    ['a mutation', 'mutation { rename(id: "a") { id } logout }', 2],
    ['a value inside of a row is free', '{ product(sku: "a") { sku price { amount } } }', 1],
    ['a list of scalars is free', '{ me { tags } }', 1],
    ['a page costs its rows', '{ products(first: 50) { edges { node { sku } } } }', 50],
    ['a page without `first` costs the default', '{ products { edges { node { sku } } } }', 20],
    ['a page beyond the longest', '{ products(first: 5000) { pageInfo { hasNextPage } } }', 100],
    ['a negative page', '{ products(first: -5) { pageInfo { hasNextPage } } }', 1],
    ['a plain list counts ten times', '{ warehouses { code } }', 10],
    ['an export costs half an operation', '{ exportMyData { json } }', 1_000],
    [
      'pages in pages multiply',
      '{ me { orders(first: 10) { edges { node { customer { orders(first: 5) { pageInfo { hasNextPage } } } } } } } }',
      1 + 10 + 10 + 50,
    ],
    [
      'what hangs on a plain list counts ten times too',
      '{ me { orders(first: 10) { edges { node { lines { product { sku } } } } } } }',
      1 + 10 + 100 + 100,
    ],
    ['introspection is free', '{ __schema { types { fields { name } } } __typename }', 0],
    [
      'fragments count where they stand',
      '{ me { ...F } } fragment F on User { orders(first: 7) { pageInfo { hasNextPage } } }',
      8,
    ],
    [
      'inline fragments too',
      '{ ... on Query { me { ... { orders(first: 7) { pageInfo { hasNextPage } } } } } }',
      8,
    ],
  ])('%s', (_what, query, expected) => {
    expect(cost(query)).toBe(expected);
  });

  it('reads `first` from variables and their defaults', () => {
    const query = 'query ($n: Int = 30) { products(first: $n) { pageInfo { hasNextPage } } }';
    expect(cost(query)).toBe(30);
    expect(cost(query, { n: 3 })).toBe(3);
    expect(cost(query, { n: null })).toBe(20);
    expect(cost(query, { n: 'many' })).toBe(20);
  });

  it.each(['__proto__', 'constructor'])('takes nothing from a variable %s', (name) => {
    const query = `query ($n: Int, $${name}: Int) {
      some: products(first: $n) { pageInfo { hasNextPage } }
      others: products(first: $${name}) { pageInfo { hasNextPage } }
    }`;
    expect(cost(query, JSON.parse('{ "__proto__": { "n": 1, "first": 1 } }'))).toBe(40);
  });

  it('reads no variable that the operation does not declare, however many are sent', () => {
    const sent = Object.defineProperty({ n: 3 }, 'undeclared', {
      enumerable: true,
      get: () => {
        throw new Error('It was read.');
      },
    });
    const query = 'query ($n: Int) { products(first: $n) { pageInfo { hasNextPage } } }';
    expect(cost(query, sent)).toBe(3);
  });
});

describe('the public schema', () => {
  const publicSchema = buildSchema(readFileSync('gateway/api.graphql', 'utf8'));
  const costIn = (query: string, variables = {}) => cost(query, variables, publicSchema);
  const page = (below: string) => `orders(first: 100) { edges { node { ${below} } } }`;

  it('prices a page of orders with their lines', () => {
    expect(costIn(`{ ${page('id')} }`)).toBe(100);
    expect(costIn(`{ ${page('lines { sku } timeline { at }')} }`)).toBe(100 * (1 + 10 + 10));
    expect(costIn(`{ a: ${page('lines { sku }')} b: ${page('lines { sku }')} }`)).toBe(2200);
  });

  it.each(['id', 'lines { sku }', 'customer { name }', 'lines { product { sku } }'])(
    'prices nodes { %s } as it does the nodes of edges',
    (below) => {
      const nodes = costIn(`{ orders(first: 50) { nodes { ${below} } } }`);
      expect(nodes).toBe(costIn(`{ orders(first: 50) { edges { node { ${below} } } } }`));
      expect(nodes).toBeGreaterThanOrEqual(50);
    },
  );

  /** Half of each default limit: what passes here fits into the limits twice. */
  const halves = parseConfiguration({
    limits: {
      operation: { tokens: 500, depth: 6, aliases: 7, directives: 2, rootFields: 5, cost: 1_000 },
    },
  }).limits.operation;

  it.each(manifest.operations.map(({ name, body }) => [name, body]))(
    'lets %s pass: 20 rows of our own document fit twice into every limit',
    (_name, body) => {
      const document = parse(body, { maxTokens: halves.tokens });
      demandFewCounts(countSyntax(document), halves);
      const { operation, measure } = measured(document, publicSchema);
      demandAffordable(measure, costOf(operation, measure, { first: 20 }, halves), halves);
    },
  );

  it('allows every field that takes a password once', () => {
    const mutations = publicSchema.getMutationType()?.getFields() ?? {};
    const queries = publicSchema.getQueryType()?.getFields() ?? {};
    const takesPassword = ({ args }: GraphQLField<unknown, unknown>) =>
      args.some(({ name, type }) => {
        const input = getNamedType(type);
        const names = isInputObjectType(input) ? Object.keys(input.getFields()) : [name];
        return names.some((one) => /^(current|password|new)$/.test(one));
      });
    const names = Object.values(mutations)
      .filter(takesPassword)
      .map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['login', 'register', 'changePassword']));
    for (const name of names)
      expect([name, rootFieldRules.get(name)?.atMostOnce]).toEqual([name, true]);
    for (const name of rootFieldRules.keys()) {
      expect(Object.keys({ ...mutations, ...queries })).toContain(name);
    }
  });
});

describe('limits of an operation', () => {
  const gateway = gatewayForFile();

  const orders = (below: string) => `orders(first: 100) { edges { node { ${below} } } }`;
  const repeat = (times: number, text: (index: number) => string) =>
    Array.from({ length: times }, (_, index) => text(index)).join(' ');
  const customers = (times: number): string =>
    times === 0
      ? 'id'
      : `customer { orders(first: 1) { edges { node { ${customers(times - 1)} } } } }`;
  const nested = `{ me { orders(first: 1) { edges { node { ${customers(2)} } } } } }`;

  it.each([
    ['depth', nested, /13 levels of fields, 12 /],
    ['root fields', `{ ${repeat(11, (index) => `a${index}: nothing`)} }`, /11 root fields, 10 /],
    [
      'root fields in fragments',
      `{ ...F } fragment F on Query { ${repeat(11, (index) => `a${index}: nothing`)} }`,
      /11 root fields, 10 /,
    ],
    ['cost', `{ me { ${orders(`customer { ${orders('id')} }`)} } }`, /points of cost, 2000 /],
  ])('refuses by %s: OPERATION_TOO_COMPLEX 400', async (_what, query, sentence) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const answer = await gateway.post({ query }, { accept });
      expect([answer.status, codeIn(answer)]).toEqual([400, 'OPERATION_TOO_COMPLEX']);
      expect(answer.body.errors?.[0]?.message).toMatch(sentence);
      expect(answer.body.extensions?.cost).toMatchObject({ budget: 2000 });
    }
  });

  it.each([
    ['under aliases', 'mutation { a: login b: login }'],
    [
      'in fragments',
      'mutation { login ...F ...G } fragment F on Mutation { login } fragment G on Mutation { b: login }',
    ],
  ])('refuses a field that is allowed once, %s', async (_how, query) => {
    const answer = await gateway.post({ query });
    expect([answer.status, codeIn(answer)]).toEqual([400, 'OPERATION_TOO_COMPLEX']);
    expect(answer.body.errors?.[0]?.message).toBe(
      'An operation may select login once. Send one operation for each.',
    );
  });

  it('counts the same field under one name once', async () => {
    expect((await gateway.post({ query: 'mutation { login login }' })).status).toBe(200);
  });

  it('shows the requested and the allowed cost', async () => {
    const { body } = await gateway.post({
      query: `{ me { ${orders(`customer { ${orders('id')} }`)} } }`,
    });
    expect(body.extensions?.cost).toEqual({ requested: 1 + 100 + 100 + 10_000, budget: 2000 });
  });

  it.each([
    [6, undefined],
    [5, 'GRAPHQL_PARSE_FAILED'],
  ])('reads six tokens where %i are allowed: %s', async (tokens, code) => {
    await using short = await testGateway({ configuration: { limits: { operation: { tokens } } } });
    expect(codeIn(await short.post({ query: '{ me { name } }' }))).toBe(code);
  });

  it('counts fragments that multiply', async () => {
    const bomb = repeat(
      30,
      (index) => `fragment F${index} on User { ...F${index + 1} ... { ...F${index + 1} } }`,
    );
    const answer = await gateway.post({
      query: `{ me { ...F0 } } ${bomb} fragment F30 on User { name }`,
    });
    expect([answer.status, codeIn(answer)]).toEqual([400, 'OPERATION_TOO_COMPLEX']);
  });

  it('rejects circular fragments as invalid', async () => {
    const query = '{ me { ...A } } fragment A on User { ...B } fragment B on User { ...A }';
    expect(codeIn(await gateway.post({ query }))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('takes each number from the configuration', async () => {
    const operation = { depth: 2, aliases: 0, directives: 0, rootFields: 1, cost: 5, tokens: 20 };
    await using strict = await testGateway({ configuration: { limits: { operation } } });
    for (const query of [
      '{ product(sku: "a") { price { amount } } }',
      '{ a: nothing }',
      '{ nothing @skip(if: false) }',
      '{ nothing whoAmI }',
      '{ products(first: 6) { pageInfo { hasNextPage } } }',
    ]) {
      expect(codeIn(await strict.post({ query }))).toBe('OPERATION_TOO_COMPLEX');
    }
    const long = `{ me { ${repeat(30, () => 'name')} } }`;
    expect(codeIn(await strict.post({ query: long }))).toBe('GRAPHQL_PARSE_FAILED');
  });
});
