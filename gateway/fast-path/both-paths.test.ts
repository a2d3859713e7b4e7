import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../operation/hash';
import { gatewayForFile } from '../testing/running-gateway';
import { bothPaths, newAddress, type SentRequest, send } from './testing/both-paths';

const costMax = 300;
const bodyBytesMax = 3_000;
const fieldsMax = 6;

const gateway = gatewayForFile({
  configuration: {
    server: { trustedProxies: ['127.0.0.1'], corsOrigins: ['https://shop.example'] },
    limits: {
      rate: { anonymousPerMinute: fieldsMax },
      operation: { cost: costMax, bodyBytesAnonymous: bodyBytesMax, answerBytes: 100_000 },
    },
    graphql: { persistedOperations: { clients: { strict: 'registered' } } },
    // Answers that are kept are compared in kept-answers.test.ts.
    cache: { answers: { catalogueSeconds: 0, stockMs: 0 } },
  },
});

const persisted = (text: string) => ({
  persistedQuery: { version: 1, sha256Hash: hashOf(text) },
});

const named = 'query Named($sku: ID!) { product(sku: $sku) { name price { amount } } }';
const page =
  'query Page($first: Int = 2) { products(first: $first) { edges { node { ...Shown } } } } fragment Shown on Product { sku name stock { warehouse { code } } }';
const two = 'query One { nothing } query Two($sku: ID!) { product(sku: $sku) { name } }';
const fails = 'query ($code: String!) { fails(code: $code) { name } }';
const greet = 'mutation ($email: EmailAddress!) { greet(email: $email) }';
const listed = 'query ($filter: OrderFilter) { orderCount(filter: $filter) }';
const skus = { sku: 'a' };
const graphqlResponse = { accept: 'application/graphql-response+json' };

async function expectAlike(request: SentRequest, isKnown: boolean): Promise<void> {
  const { whole, fast, isFast } = await bothPaths(gateway, request);
  expect(fast).toEqual(whole);
  expect(isFast).toBe(isKnown);
}

const answered: Record<string, SentRequest> = {
  'a query with variables': { body: { query: named, variables: skus } },
  'a query without variables': { body: { query: '{ nothing }' } },
  'fragments, defaults and lists': { body: { query: page } },
  'variables that are null': { body: { query: page, variables: null, extensions: null } },
  'a variable that was not declared': {
    body: { query: named, variables: { ...skus, other: [1, 2, 3] } },
  },
  'the first of two operations': { body: { query: two, operationName: 'One' } },
  'the second of two operations': {
    body: { query: two, operationName: 'Two', variables: skus },
  },
  'several fetches of entities': {
    body: { query: '{ order(id: "o1") { id customer { name } lines { id product { name } } } }' },
  },
  'values that are missing': {
    body: { query: '{ order(id: "o1") { lines { firm { product { name } } } } }' },
  },
  'a value that is missing, beside an error': {
    body: {
      query: '{ firm(sku: "missing") { product { name } } fails(code: "FORBIDDEN") { name } }',
    },
  },
  'a mutation': { body: { query: greet, variables: { email: 'ada@example.com' } } },
  'the viewer': { body: { query: '{ whoAmI }' }, headers: { 'x-request-id': 'of-the-client-1' } },
  'a request id that is not used': {
    body: { query: '{ whoAmI }' },
    headers: { 'x-request-id': 'short' },
  },
  'a trace of the client': {
    body: { query: '{ nothing }' },
    headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
  },
  'a page of an allowed origin': {
    body: { query: '{ nothing }' },
    headers: { origin: 'https://shop.example' },
  },
  'a page of another origin': {
    body: { query: '{ nothing }' },
    headers: { origin: 'https://evil.example' },
  },
  'the media type of GraphQL': { body: { query: '{ nothing }' }, headers: graphqlResponse },
  'any media type': { body: { query: '{ nothing }' }, headers: { accept: '*/*' } },
  'media types by preference': {
    body: { query: '{ nothing }' },
    headers: { accept: 'text/html;q=0.9, application/json;q=0.1, */*;q=0.2' },
  },
  'public fields': { body: { query: '{ product(sku: "a") { sku name } }' } },
  'public fields that are missing': { body: { query: '{ product(sku: "missing") { sku } }' } },
  'an answer in pieces': {
    body: { query: '{ copies(count: 900, name: "x") { sku name price { amount } } }' },
  },
  'text outside of Latin-1': {
    body: { query: named, variables: { sku: 'ü漢😀' } },
  },
  'too many objects': {
    body: { query: copiesOf(), variables: { count: 20_001, name: '' } },
    known: { query: copiesOf(), variables: { count: 1, name: '' } },
  },
  'too many bytes': {
    body: { query: copiesOf(), variables: { count: 200, name: 'n'.repeat(1_000) } },
    known: { query: copiesOf(), variables: { count: 1, name: '' } },
  },
  'a field that crashes': { body: { query: '{ crashes { name } }' } },
  'a field that is limited': { body: { query: '{ limited { name } }' } },
  'a field that refuses its input': { body: { query: '{ refuses { name } nothing }' } },
  'a field that only some may read': { body: { query: '{ me { id secret } }' } },
  'a variable of another type': {
    body: { query: greet, variables: { email: 'no address' } },
    known: { query: greet, variables: { email: 'ada@example.com' } },
  },
  'a variable of another type under the media type of GraphQL': {
    body: { query: greet, variables: { email: 3 } },
    known: { query: greet, variables: { email: 'ada@example.com' } },
    headers: graphqlResponse,
  },
  'a variable that is missing': {
    body: { query: named },
    known: { query: named, variables: skus },
  },
  'more bad values than are shown': {
    body: { query: listed, variables: { filter: { ids: Array(9).fill({}) } } },
    known: { query: listed, variables: { filter: null } },
  },
  'a field whose name is too long': {
    body: { query: listed, variables: { filter: { ['n'.repeat(200)]: 1 } } },
    known: { query: listed, variables: { filter: null } },
  },
  'too costly': {
    body: { query: page, variables: { first: 100 } },
    known: { query: page },
  },
  'a long body that is charged': {
    body: { query: listed, variables: { filter: { ids: Array(100).fill('some-id') } } },
    known: { query: listed, variables: { filter: null } },
  },
  'a session field without a token': { body: { query: 'mutation { register }' } },
  'one of a strict client that is not registered, to another client': {
    body: { query: '{ nothing }' },
    headers: { 'apollographql-client-name': 'free' },
  },
};

function copiesOf(): string {
  return 'query ($count: Int!, $name: String!) { copies(count: $count, name: $name) { name } }';
}

const codes = [
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'INTERNAL_SERVER_ERROR',
  'RATE_LIMITED',
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
  'UNAUTHENTICATED',
];

describe('an operation that is known is answered as Apollo Server answers it:', () => {
  test.each(Object.entries(answered))('%s', (_, request) => expectAlike(request, true));

  test.each(codes)('a field that fails with %s', (code) =>
    expectAlike({ body: { query: fails, variables: { code } } }, true),
  );

  const credentialsOf = (role: string) => () => ({
    authorization: `Bearer ${gateway.token(randomUUID(), undefined, [role])}`,
  });

  test('a signed-in viewer', () =>
    expectAlike({ body: { query: '{ whoAmI }' }, credentials: credentialsOf('CUSTOMER') }, true));

  test('staff, for whom public fields are private', () =>
    expectAlike(
      { body: { query: '{ product(sku: "a") { sku } }' }, credentials: credentialsOf('SUPPORT') },
      true,
    ));

  test('a session field, which ignores the token', () =>
    expectAlike(
      { body: { query: 'mutation { logout }' }, credentials: credentialsOf('ADMIN') },
      true,
    ));

  test('more root fields than are left', async () => {
    const body = { query: '{ a: nothing b: nothing c: nothing d: nothing }' };
    const { whole, fast, isFast } = await bothPaths(gateway, { body });
    expect(fast).toEqual(whole);
    expect(isFast).toBe(true);
    const address = newAddress();
    const first = await send(gateway.url, { body }, address);
    const second = await send(gateway.url, { body }, address);
    const third = await send(gateway.url, { body }, address);
    expect([first, second, third].map(({ status }) => status)).toEqual([200, 429, 429]);
    for (const { headers } of [second, third]) {
      expect(headers['retry-after']).toBe('60');
      expect(headers['x-ratelimit-remaining']).toBe('0');
    }
  });

  test('the hash of a text that was persisted', async () => {
    const query = '{ product(sku: "kept") { name } }';
    const extensions = persisted(query);
    const missed = await send(gateway.url, { body: { extensions } }, newAddress());
    expect(missed.body).toContain('PERSISTED_QUERY_NOT_FOUND');
    await send(gateway.url, { body: { query, extensions } }, newAddress());
    await expectAlike({ body: { extensions } }, true);
    const whole = await send(gateway.url, { body: { extensions } }, newAddress());
    const beside = await send(gateway.url, { body: { query: '', extensions } }, newAddress());
    expect(beside).toMatchObject({ status: 200, body: whole.body });
    await expectAlike({ body: { query: '', extensions } }, true);
  });
});

const refused: Record<string, SentRequest> = {
  'the hash of a text that is known and was not persisted': {
    body: { extensions: persisted(named) },
    known: { query: named, variables: skus },
  },
  'a text with another hash': { body: { query: named, extensions: persisted('{ other }') } },
  'another version of persisted operations': {
    body: { extensions: { persistedQuery: { version: 2, sha256Hash: hashOf(named) } } },
  },
  'a hash that is none': {
    body: { extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } } },
  },
  'an unknown name of an operation': { body: { query: two, operationName: 'Three' } },
  'no name of several operations': { body: { query: two } },
  'a name that is too long': { body: { query: named, operationName: 'N'.repeat(101) } },
  'a text that is no GraphQL': { body: { query: '{ nothing' } },
  'a text that is not valid': { body: { query: '{ nowhere }' } },
  'no text': { body: { variables: {} } },
  'an empty text': { body: { query: '' } },
  'a batch': { body: [{ query: '{ nothing }' }, { query: '{ nothing }' }] },
  'a text that is a number': { body: { query: 3 } },
  'variables as text': { body: { query: named, variables: '{}' } },
  'variables as a list': { body: { query: named, variables: [] } },
  'extensions as text': { body: { query: named, variables: skus, extensions: '{}' } },
  'a name that is a number': { body: { query: named, variables: skus, operationName: 3 } },
  'no body': { body: '' },
  'a body that is no JSON': { body: '{"query": ' },
  'a body that would change a prototype': {
    body: '{"query": "{ nothing }", "variables": {"__proto__": {"a": 1}}}',
  },
  'a body that is too large': {
    body: { query: named, variables: { sku: 'x'.repeat(bodyBytesMax) } },
    known: { query: named, variables: skus },
  },
  'an operation of a client that may send registered ones only': {
    body: { query: '{ nothing }' },
    headers: { 'apollographql-client-name': 'strict' },
  },
  'a token that is none': {
    body: { query: '{ nothing }' },
    headers: { authorization: 'Bearer nonsense' },
  },
  'a token and a key': {
    body: { query: '{ nothing }' },
    headers: { authorization: 'Bearer nonsense', 'x-api-key': 'op_test_nonsense' },
  },
  'a session field with a token that is none': {
    body: { query: 'mutation { register }' },
    headers: { authorization: 'Bearer nonsense' },
  },
  'a media type that is not served': {
    body: { query: '{ nothing }' },
    headers: { accept: 'text/html' },
  },
  'only a format of live updates': {
    body: { query: '{ nothing }' },
    headers: { accept: 'multipart/mixed;subscriptionSpec=1.0' },
  },
  'a type of content that is not taken': {
    body: '{"query": "{ nothing }"}',
    headers: { 'content-type': 'text/plain' },
  },
  'another charset': {
    body: { query: '{ nothing }' },
    headers: { 'content-type': 'application/json; charset=latin1' },
  },
  'a host that is none': { body: { query: '{ nothing }' }, headers: { host: 'a b' } },
  introspection: { body: { query: '{ __schema { queryType { name } } nothing }' } },
  'a type name alone': { body: { query: '{ __typename }' } },
};

describe('what is not known, or refused before it is, goes to Apollo Server:', () => {
  test.each(Object.entries(refused))('%s', (_, request) => expectAlike(request, false));
});
