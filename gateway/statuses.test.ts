import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderForFile } from '../platform/testing/temporary-folder';
import { type GatewayErrorCode, type MediaType, statusOf } from './errors';
import { answerOf, codeIn, type TestGateway, testGateway } from './testing/running-gateway';

const folder = folderForFile();
const manifest = path.join(folder, 'manifest.json');

const configurations = {
  usual: {},
  hurried: { limits: { rate: { anonymousPerMinute: 1_000 }, operation: { deadlineMs: 100 } } },
  used: { limits: { rate: { anonymousPerMinute: 1 } } },
  registered: { graphql: { persistedOperations: { manifest, default: 'registered' } } },
};
type Name = keyof typeof configurations | 'alone';

const gateways = new Map<Name, TestGateway>();
let gateway: TestGateway;

beforeAll(async () => {
  const format = 'apollo-persisted-query-manifest';
  writeFileSync(manifest, JSON.stringify({ format, version: 1, operations: [] }));
  for (const [name, configuration] of Object.entries(configurations)) {
    gateways.set(name as Name, await testGateway({ configuration }));
  }
  const users = () => Promise.reject(new Error('Users is down.'));
  gateways.set('alone', await testGateway({ users }));
  gateway = gateways.get('usual') as TestGateway;
  await gateways.get('used')?.post({ query: '{ nothing }' });
});
afterAll(() => Promise.all([...gateways.values()].map((each) => each.stop())));

interface Case {
  readonly what: string;
  readonly code: GatewayErrorCode;
  /** The status for each media type; one for both. */
  readonly status: number | { readonly graphqlResponse: number; readonly json: number };
  readonly body?: object | string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly at?: Name;
}

const byMediaType = { graphqlResponse: 400, json: 200 };
const fine = { query: '{ nothing }' };
const hash = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
const two = 'query A { nothing } query B { nothing }';
const email = { query: 'mutation ($e: EmailAddress!) { greet(email: $e) }', variables: { e: 7 } };

/** Written by hand from the contract's list of statuses. */
const cases: Case[] = [
  {
    what: 'a bad token',
    code: 'UNAUTHENTICATED',
    status: 401,
    headers: { authorization: 'Bearer x' },
  },
  { what: 'a bad key', code: 'UNAUTHENTICATED', status: 401, headers: { 'x-api-key': 'x' } },
  { what: 'too many requests', code: 'RATE_LIMITED', status: 429, at: 'used' },
  { what: 'no users to ask', code: 'SERVICE_UNAVAILABLE', status: 503, at: 'alone' },
  {
    what: 'a late field',
    code: 'TIMEOUT',
    status: 504,
    at: 'hurried',
    body: { query: '{ waits { sku } }' },
  },
  { what: 'a long body', code: 'PAYLOAD_TOO_LARGE', status: 413, body: 'x'.repeat(100_001) },
  { what: 'malformed JSON', code: 'BAD_REQUEST', status: 400, body: '{' },
  { what: 'a batch', code: 'BAD_REQUEST', status: 400, body: [fine] },
  { what: 'no operation', code: 'BAD_REQUEST', status: 400, body: {} },
  { what: 'another method', code: 'BAD_REQUEST', status: 405, method: 'PUT' },
  {
    what: 'another body',
    code: 'BAD_REQUEST',
    status: 415,
    headers: { 'content-type': 'text/plain' },
  },
  {
    what: 'a field for others',
    code: 'FORBIDDEN',
    status: 200,
    body: { query: '{ order(id: "o1") { customer { secret } } }' },
  },
  { what: 'bad syntax', code: 'GRAPHQL_PARSE_FAILED', status: byMediaType, body: { query: '{' } },
  {
    what: 'too many tokens',
    code: 'GRAPHQL_PARSE_FAILED',
    status: byMediaType,
    body: { query: `{ ${'nothing '.repeat(1_000)} }` },
  },
  {
    what: 'a variable that is not used',
    code: 'GRAPHQL_VALIDATION_FAILED',
    status: byMediaType,
    body: { query: 'query ($x: Int) { nothing }' },
  },
  {
    what: 'no such field',
    code: 'GRAPHQL_VALIDATION_FAILED',
    status: byMediaType,
    body: { query: '{ x }' },
  },
  { what: 'a bad variable', code: 'BAD_USER_INPUT', status: byMediaType, body: email },
  {
    what: 'no name',
    code: 'OPERATION_RESOLUTION_FAILURE',
    status: byMediaType,
    body: { query: two },
  },
  {
    what: 'many aliases',
    code: 'OPERATION_TOO_COMPLEX',
    status: 400,
    body: { query: `{ ${Array.from({ length: 16 }, (_, n) => `a${n}: nothing`).join(' ')} }` },
  },
  {
    what: 'an unknown hash',
    code: 'PERSISTED_QUERY_NOT_FOUND',
    status: 200,
    body: { extensions: hash },
  },
  { what: 'a text of its own', code: 'PERSISTED_QUERY_REQUIRED', status: 400, at: 'registered' },
];

const mediaTypes = [
  ['application/graphql-response+json', 'graphqlResponse'],
  ['application/json', 'json'],
] as const;

async function send({ at = 'usual', method = 'POST', body = fine, headers }: Case, accept: string) {
  const to = gateways.get(at) as TestGateway;
  const authorization = at === 'alone' ? { authorization: `Bearer ${to.token()}` } : {};
  const response = await fetch(`${to.url}/graphql`, {
    method,
    headers: { 'content-type': 'application/json', accept, ...authorization, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return answerOf(response);
}

describe.each(mediaTypes)('as %s', (accept, name) => {
  it.each(cases)('$code of $what has its status', async (given) => {
    const answer = await send(given, accept);
    const expected = typeof given.status === 'number' ? given.status : given.status[name];
    expect([answer.status, codeIn(answer)]).toEqual([expected, given.code]);
    // What its client accepts is not read of a request with another method.
    const type = given.method === undefined ? accept : 'application/json';
    expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect(answer.headers.has('retry-after')).toBe(given.code === 'RATE_LIMITED');
    const isRetryable = ['RATE_LIMITED', 'SERVICE_UNAVAILABLE', 'TIMEOUT'].includes(given.code);
    const { extensions } = answer.body.errors?.[0] ?? {};
    expect(extensions?.retryable).toBe(isRetryable || undefined);
  });
});

it('is 406 where neither media type is accepted, and 500 for a fault of ours', async () => {
  const answer = await send({ what: '', code: 'BAD_REQUEST', status: 406 }, 'image/png');
  expect([answer.status, codeIn(answer)]).toEqual([406, 'BAD_REQUEST']);
  const fault = { errors: [{ message: '', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] };
  for (const type of mediaTypes) expect(statusOf(fault, type[0] satisfies MediaType)).toBe(500);
});

/** What the contract promises besides code and request id. */
const details: Readonly<Record<string, object>> = {
  RATE_LIMITED: { retryable: true },
  SERVICE_UNAVAILABLE: { retryable: true },
  TIMEOUT: { retryable: true },
  FORBIDDEN: { requires: { roles: [], scopes: [] } },
  BAD_USER_INPUT: { fields: [{ path: [], message: 'Failed with BAD_USER_INPUT.' }] },
};

describe('once execution has begun', () => {
  it('a variable that is null where an argument may not be is BAD_USER_INPUT', async () => {
    const query = 'query ($sku: ID = "a") { product(sku: $sku) { name } }';
    const { status, body } = await gateway.post({ query, variables: { sku: null } });
    expect([status, body.data]).toEqual([200, { product: null }]);
    expect(body.errors?.map(({ extensions }) => extensions)).toMatchObject([
      { code: 'BAD_USER_INPUT', fields: [{ path: ['sku'] }] },
    ]);
  });

  it.each([
    ['UNAUTHENTICATED', 401],
    ['RATE_LIMITED', 429],
    ['SERVICE_UNAVAILABLE', 503],
    ['TIMEOUT', 504],
    ['FORBIDDEN', 200],
    ['BAD_USER_INPUT', 200],
    ['INTERNAL_SERVER_ERROR', 200],
  ])('%s of every root field gives HTTP %i', async (code, status) => {
    const query = `{ a: fails(code: "${code}") { sku } b: fails(code: "${code}") { sku } }`;
    const answer = await gateway.post({ query });
    expect(answer.status).toBe(status);
    expect(answer.body.data).toEqual({ a: null, b: null });
    const requestId = answer.headers.get('x-request-id');
    expect(answer.body.errors).toHaveLength(2);
    expect(answer.body.errors?.map(({ path }) => path)).toEqual([['a'], ['b']]);
    for (const error of answer.body.errors ?? []) {
      const docUrl = expect.stringContaining(`#${code.toLowerCase()}`);
      expect(error.extensions).toEqual({ code, requestId, docUrl, ...details[code] });
    }
  });

  it('is 200 when another root field has its value', async () => {
    const answer = await gateway.post({
      query: '{ fails(code: "UNAUTHENTICATED") { sku } me { name } }',
    });
    expect([answer.status, codeIn(answer)]).toEqual([200, 'UNAUTHENTICATED']);
    expect(answer.body.data).toEqual({ fails: null, me: { name: 'Ada' } });
  });

  it('is 200 when another root field is null without an error', async () => {
    const answer = await gateway.post({ query: '{ fails(code: "TIMEOUT") { sku } nothing }' });
    expect(answer.status).toBe(200);
  });

  it('is 200 when root fields failed with different codes', async () => {
    const answer = await gateway.post({
      query: '{ a: fails(code: "UNAUTHENTICATED") { sku } b: fails(code: "TIMEOUT") { sku } }',
    });
    expect(answer.status).toBe(200);
  });

  it('says after how long to try again', async () => {
    const answer = await gateway.post({ query: '{ limited { sku } }' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(answer.body.errors?.[0]?.extensions).toEqual({
      code: 'RATE_LIMITED',
      docUrl: expect.stringContaining('#rate_limited'),
      requestId: answer.headers.get('x-request-id'),
      retryable: true,
    });
  });

  it('names the place of a failure inside of an entity as the client sees it', async () => {
    const { body } = await gateway.post({
      query: '{ order(id: "o1") { buyer: customer { secret } } }',
    });
    expect(body.errors?.[0]?.path).toEqual(['order', 'buyer', 'secret']);
    expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
