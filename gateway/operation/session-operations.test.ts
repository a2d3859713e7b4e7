import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newApiKey } from '../../platform/auth/api-key';
import type { ServiceCall } from '../../platform/graphql/service-call';
import {
  codeIn,
  gatewayForFile,
  type TestAnswer,
  type TestGateway,
  testGateway,
  testUserId,
} from '../testing/running-gateway';

const goodKey = newApiKey('test').key;
const anonymous = { kind: 'anonymous', address: '127.0.0.1' };
const keyViewer = { kind: 'apiKey', keyId: 'k1', userId: testUserId };

let signing: TestGateway['key'] | null = null;
const users = (async (query: string, variables: { key?: string }) => {
  if (query.includes('endedTokens')) {
    return { endedTokens: { ends: [], more: false, asOf: '2026-11-24T12:00:00.000Z' } };
  }
  if (query.includes('signingKeys')) {
    return { signingKeys: [{ kid: signing?.kid, publicJwk: signing?.publicJwk }] };
  }
  const rights = { secretId: 's1', userId: testUserId, roles: ['PARTNER'], scopes: [] };
  const found = { id: 'k1', ...rights, quotaPerMinute: null, goodUntil: null };
  return { resolveApiKey: variables.key === goodKey ? found : null };
}) as ServiceCall;

let gateway: TestGateway;
beforeAll(async () => {
  const rate = { signInFailuresPerMinute: 10_000, anonymousPerMinute: 100_000 };
  gateway = await testGateway({ users, configuration: { limits: { rate } } });
  signing = gateway.key;
});
afterAll(() => gateway.stop());

const longAgo = new Date(Date.now() - 3_600_000);
const credentials: readonly (readonly [string, () => Record<string, string>])[] = [
  ['an expired token', () => ({ authorization: `Bearer ${gateway.token(testUserId, longAgo)}` })],
  ['a malformed token', () => ({ authorization: 'Bearer nonsense' })],
  ['an empty header', () => ({ authorization: '' })],
  ['another scheme', () => ({ authorization: 'Basic YTpi' })],
  ['an API key as a token', () => ({ authorization: `Bearer ${goodKey}` })],
  ['a valid token', () => ({ authorization: `Bearer ${gateway.token()}` })],
  ['an unknown API key', () => ({ 'x-api-key': newApiKey('test').key })],
  ['a malformed token and API key', () => ({ authorization: 'x', 'x-api-key': 'y' })],
];
const invalid = credentials.filter(([which]) => which !== 'a valid token');

function viewerIn({ body }: TestAnswer, field: string): unknown {
  expect(body.errors).toBeUndefined();
  return JSON.parse(String(body.data?.[field]));
}

describe('an operation about a session', () => {
  it.each(credentials)('ignores %s', async (_which, headers) => {
    const answer = await gateway.post({ query: 'mutation { logout }' }, headers());
    expect(answer.status).toBe(200);
    expect(viewerIn(answer, 'logout')).toEqual(anonymous);
  });

  it.each([
    ['several fields', 'mutation { logout register login refreshSession }'],
    ['aliases', 'mutation { logout: register other: logout }'],
    ['__typename', 'mutation { __typename logout }'],
    ['a fragment', 'mutation { ...F } fragment F on Mutation { logout ... { register } }'],
    ['a directive', 'mutation { logout @include(if: true) login @skip(if: true) }'],
  ])('may consist of %s', async (_what, query) => {
    const answer = await gateway.post({ query }, { authorization: 'Bearer nonsense' });
    expect(answer.status).toBe(200);
    expect(viewerIn(answer, 'logout')).toEqual(anonymous);
  });

  it('is the one that `operationName` names', async () => {
    const query = 'mutation Out { logout } query Who { whoAmI } mutation Both { logout hang }';
    const headers = { authorization: 'Bearer nonsense' };
    const codes: unknown[] = [];
    for (const operationName of ['Out', 'Who', 'Both', 'Nothing', undefined]) {
      codes.push(codeIn(await gateway.post({ query, operationName }, headers)));
    }
    expect(codes).toEqual([undefined, ...Array(4).fill('UNAUTHENTICATED')]);
  });

  it('is persisted and found again with a stale token', async () => {
    const query = 'mutation Persisted { logout }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    const headers = { authorization: 'Bearer nonsense' };
    expect(codeIn(await gateway.post({ extensions }, headers))).toBe('PERSISTED_QUERY_NOT_FOUND');
    for (const body of [{ query, extensions }, { extensions }]) {
      const answer = await gateway.post(body, headers);
      expect(viewerIn(answer, 'logout')).toEqual(anonymous);
    }
  });

  it('acts for its API key, whatever token comes with it', async () => {
    for (const authorization of [`Bearer ${gateway.token()}`, 'Bearer nonsense']) {
      const headers = { authorization, 'x-api-key': goodKey };
      const answer = await gateway.post({ query: 'mutation { logout }' }, headers);
      expect(viewerIn(answer, 'logout')).toMatchObject(keyViewer);
    }
  });
});

describe('any other operation', () => {
  const others = [
    ['a query', { query: '{ whoAmI } # logout' }],
    ['a field of another kind beside', { query: 'mutation { logout greet(email: "a@b.c") }' }],
    [
      'a field of another kind in a fragment',
      { query: 'mutation { logout ...F } fragment F on Mutation { hang }' },
    ],
    ['a field that is skipped', { query: 'mutation { logout hang @skip(if: true) }' }],
    ['nothing but __typename', { query: 'mutation { __typename } # logout' }],
    ['a name that looks like one', { query: '{ logout: whoAmI }' }],
    ['what is no GraphQL', { query: 'mutation { logout' }],
    ['what is not in the schema', { query: 'mutation { logout nonsense }' }],
    ['no operation', {}],
    ['no JSON', 'logout'],
    ['a body too large for anonymous callers', { query: `{ whoAmI } # ${'x'.repeat(100_000)}` }],
  ] as const;

  it.each(
    invalid.flatMap(([which, headers]) =>
      others.map(([what, body]) => [what, which, body, headers] as const),
    ),
  )('of %s with %s is UNAUTHENTICATED', async (_what, _which, body, headers) => {
    const { status, headers: sent, body: answer } = await gateway.post(body, headers());
    expect(status).toBe(401);
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(answer.data).toBeUndefined();
    expect(sent.get('www-authenticate')).toBe('Bearer');
  });

  it('by GET with a stale token is UNAUTHENTICATED', async () => {
    const headers = { authorization: 'Bearer nonsense', 'apollo-require-preflight': 'yes' };
    const query = encodeURIComponent('{ whoAmI }');
    const response = await fetch(`${gateway.url}/graphql?query=${query}`, { headers });
    expect(response.status).toBe(401);
  });

  it('of a persisted text with a stale token is UNAUTHENTICATED', async () => {
    const query = 'query Persisted { whoAmI }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    await gateway.post({ query, extensions });
    const answer = await gateway.post({ extensions }, { authorization: 'Bearer nonsense' });
    expect([answer.status, codeIn(answer)]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it.each(['/graphql', '/graphql/stream'])('as a subscription at %s is, too', async (path) => {
    const response = await fetch(gateway.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: 'Bearer nonsense',
      },
      body: JSON.stringify({ query: 'subscription { orderUpdated(id: "o1") { id } } # logout' }),
    });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('UNAUTHENTICATED');
  });
});

describe('rates', () => {
  const rate = {
    anonymousPerMinute: 3,
    userPerMinute: 3,
    signInsPerMinute: 2,
    refreshesPerMinute: 2,
    costPerField: 50,
  };
  const limited = gatewayForFile({ configuration: { limits: { rate } } });

  it('of an operation about a session are those of the address, not of the token', async () => {
    const headers = { authorization: `Bearer ${limited.token()}` };
    const left = ({ headers: sent }: TestAnswer) => sent.get('x-ratelimit-remaining');
    const statusOf = async (query: string, own = headers) =>
      (await limited.post({ query }, own)).status;
    expect(left(await limited.post({ query: 'mutation { logout }' }, headers))).toBe('2');
    expect(left(await limited.post({ query: '{ nothing }' }, headers))).toBe('2');
    for (let sent = 0; sent < 3; sent += 1) await statusOf('{ nothing }', headers);
    expect(await statusOf('{ nothing }')).toBe(429);
    // The account is exhausted, its network address is not.
    expect(await statusOf('mutation { logout }')).toBe(200);
    expect(await statusOf('mutation { register }')).toBe(200);
    expect(await statusOf('mutation { logout }')).toBe(429);
    expect(await statusOf('mutation { login }')).toBe(200);
    // A client with a stale token learns that it has to refresh, and can.
    const stale = { authorization: 'Bearer nonsense' };
    expect(await statusOf('{ nothing }', stale)).toBe(401);
    expect(await statusOf('mutation { logout }', stale)).toBe(429);
    expect(await statusOf('mutation { refreshSession }', stale)).toBe(200);
  });
});
