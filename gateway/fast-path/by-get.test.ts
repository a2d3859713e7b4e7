import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { gatewayForFile } from '../testing/running-gateway';
import { bothPaths, newAddress, type SentRequest, send } from './testing/both-paths';

const gateway = gatewayForFile({
  configuration: {
    server: { trustedProxies: ['127.0.0.1'], corsOrigins: ['https://shop.example'] },
    limits: { operation: { cost: 300 } },
    graphql: { persistedOperations: { clients: { strict: 'registered' } } },
    cache: { answers: { catalogueSeconds: 0, stockMs: 0 } },
  },
});

const named = 'query Named($sku: ID!) { product(sku: $sku) { name price { amount } } }';
const two = 'query One { nothing } query Two($sku: ID!) { product(sku: $sku) { name } }';
const page = 'query ($first: Int = 2) { products(first: $first) { edges { node { sku } } } }';
const greet = 'mutation ($email: EmailAddress!) { greet(email: $email) }';
const skus = { sku: 'a' };
const known = { query: named, variables: skus };
const withoutPreflight = { 'apollo-require-preflight': '' };
const graphqlResponse = { accept: 'application/graphql-response+json' };
const persisted = (text: string) => ({
  persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') },
});

async function expectAlike(request: SentRequest, isKnown: boolean): Promise<void> {
  const { whole, fast, isFast } = await bothPaths(gateway, { ...request, method: 'GET' });
  expect(fast).toEqual(whole);
  expect(isFast).toBe(isKnown);
}

const answered: Record<string, SentRequest> = {
  'public fields': { body: { query: named, variables: skus } },
  'stock, which is public for a second': {
    body: { query: '{ product(sku: "a") { sku available } }' },
  },
  'a field of a person': { body: { query: '{ me { name } }' } },
  'no variables': { body: { query: page } },
  'the first of two operations': { body: { query: two, operationName: 'One' } },
  'an empty name of the operation': {
    body: { query: named, variables: skus, operationName: '' },
    known,
  },
  'variables that are null': { body: { query: page, variables: 'null' }, known: { query: page } },
  'extensions that are null': {
    body: { query: named, variables: skus, extensions: 'null' },
    known,
  },
  'extensions that are empty': { body: { query: '{ nothing }', extensions: {} } },
  'the media type of GraphQL': {
    body: { query: named, variables: skus },
    headers: graphqlResponse,
  },
  'the media type of GraphQL without a preflight': {
    body: { query: named, variables: skus },
    headers: { ...graphqlResponse, ...withoutPreflight },
  },
  'a page of an allowed origin without a preflight': {
    body: { query: named, variables: skus },
    headers: { ...graphqlResponse, ...withoutPreflight, origin: 'https://shop.example' },
  },
  'another entity tag': {
    body: { query: named, variables: skus },
    headers: { 'if-none-match': '"other"' },
  },
  'every entity tag': {
    body: { query: named, variables: skus },
    headers: { 'if-none-match': '*' },
  },
  'every entity tag of a private answer': {
    body: { query: '{ me { name } }' },
    headers: { 'if-none-match': '*' },
  },
  'a field that fails': { body: { query: '{ refuses { name } }' } },
  'a variable that is missing': { body: { query: named }, known },
  'too costly': { body: { query: page, variables: { first: 400 } }, known: { query: page } },
};

describe('a query by GET that is known is answered as Apollo Server answers it:', () => {
  test.each(Object.entries(answered))('%s', (_, request) => expectAlike(request, true));

  test('staff, for whom public fields are private', () => {
    const credentials = () => ({
      authorization: `Bearer ${gateway.token(randomUUID(), undefined, ['SUPPORT'])}`,
    });
    return expectAlike({ body: { query: named, variables: skus }, credentials }, true);
  });

  test('the hash of a text that was persisted, with the headers of its text', async () => {
    const query = '{ product(sku: "kept") { name available } }';
    const extensions = persisted(query);
    await send(gateway.url, { body: { query, extensions } }, newAddress());
    await expectAlike({ body: { extensions } }, true);
    await expectAlike({ body: { query: '', extensions } }, true);
    const sent = { method: 'GET' as const };
    const byHash = await send(gateway.url, { ...sent, body: { extensions } }, newAddress());
    const byText = await send(gateway.url, { ...sent, body: { query } }, newAddress());
    const own = { date: '', 'x-request-id': '' };
    expect({ ...byHash.headers, ...own }).toEqual({ ...byText.headers, ...own });
    expect(byHash.headers['cache-control']).toBe('public, max-age=1');
    expect(Object.keys(byHash.headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
  });
});

const refused: Record<string, SentRequest> = {
  'a mutation': {
    body: { query: greet, variables: { email: 'ada@example.com' } },
  },
  'variables that are no JSON': { body: { query: named, variables: '{"sku": ' }, known },
  'variables that are a list': { body: { query: named, variables: ['a'] }, known },
  'variables that are empty': { body: { query: named, variables: '' }, known },
  'extensions that are no JSON': { body: { query: named, extensions: '{' }, known },
  'a parameter twice': { body: 'query={nothing}&query={nothing}', known },
  'no parameter': { body: '', known },
  'an empty text': { body: { query: '' }, known },
  'no preflight': { body: { query: named, variables: skus }, headers: withoutPreflight, known },
  'a page of another origin': {
    body: { query: named, variables: skus },
    headers: { ...graphqlResponse, ...withoutPreflight, origin: 'https://evil.example' },
    known,
  },
  'a browser that opens the address': {
    body: { query: named, variables: skus },
    headers: { accept: 'text/html,*/*;q=0.8' },
    known,
  },
  'a token that is none': {
    body: { query: named, variables: skus },
    headers: { authorization: 'Bearer nonsense' },
  },
  'an operation of a client that may send registered ones only': {
    body: { query: named, variables: skus },
    headers: { 'apollographql-client-name': 'strict' },
    known,
  },
  'the hash of a text that was not persisted': {
    body: { extensions: persisted(named) },
    known,
  },
};

describe('what is not known, or refused before it is, goes to Apollo Server:', () => {
  test.each(Object.entries(refused))('%s', (_, request) => expectAlike(request, false));

  test('content that is not JSON', async () => {
    await send(gateway.url, { body: known }, newAddress());
    await expectAlike({ body: known, headers: { 'content-type': 'text/plain' } }, false);
  });
});
