import { describe, expect, it } from 'vitest';
import { signAccessToken } from '../../platform/auth/access-token';
import { newApiKey } from '../../platform/auth/api-key';
import { createSigningKey } from '../../platform/auth/signing-key';
import { codeIn, gatewayForFile, testGateway, testUserId } from '../testing/running-gateway';

const gateway = gatewayForFile();

const query = '{ whoAmI }';
const ask = (headers: Record<string, string>) => gateway.post({ query }, headers);

async function viewerOf(headers: Record<string, string>) {
  const { body } = await ask(headers);
  return JSON.parse(String(body.data?.whoAmI)).viewer;
}

describe('who is asking', () => {
  it('is anonymous without a credential, identified by network address', async () => {
    expect(await viewerOf({})).toEqual({ kind: 'anonymous', address: '127.0.0.1' });
  });

  it('is the account of a valid access token', async () => {
    const viewer = await viewerOf({ authorization: `Bearer ${gateway.token()}` });
    expect(viewer).toMatchObject({ kind: 'user', userId: testUserId, roles: ['CUSTOMER'] });
  });

  it('knows when its session was signed in to, where the token says so', async () => {
    const terms = { issuer: 'orderprocessing', audience: 'orderprocessing', lifetimeSeconds: 900 };
    const subject = { userId: testUserId, roles: [], generation: 0, signedInAtMs: 1_234_567 };
    const { token } = signAccessToken(subject, gateway.key, terms);
    expect(await viewerOf({ authorization: `Bearer ${token}` })).toMatchObject({
      signedInAtMs: 1_234_567,
    });
    const older = await viewerOf({ authorization: `Bearer ${gateway.token()}` });
    expect(older).not.toHaveProperty('signedInAtMs');
  });

  it('drops roles that this version does not know', async () => {
    const token = gateway.token(testUserId, new Date(), ['EMPEROR', 'CUSTOMER']);
    const viewer = await viewerOf({ authorization: `Bearer ${token}` });
    expect(viewer).toMatchObject({ kind: 'user', roles: ['CUSTOMER'] });
  });

  it('ignores X-Forwarded-For from untrusted proxies', async () => {
    expect(await viewerOf({ 'x-forwarded-for': '203.0.113.7' })).toMatchObject({
      address: '127.0.0.1',
    });
  });
});

describe('an invalid credential is UNAUTHENTICATED 401', () => {
  const longAgo = new Date(Date.now() - 3_600_000);

  const forgeries: readonly (readonly [string, () => string])[] = [
    ['no token', () => 'Bearer'],
    ['nonsense', () => 'Bearer nonsense'],
    ['another scheme', () => `Basic ${Buffer.from('a:b').toString('base64')}`],
    ['an expired token', () => `Bearer ${gateway.token(testUserId, longAgo)}`],
    ['a token without its signature', () => `Bearer ${gateway.token().replace(/[^.]+$/, '')}`],
  ];

  it.each(forgeries)('%s', async (_what, forge) => {
    const answer = await ask({ authorization: forge() });
    expect([answer.status, codeIn(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.body.data).toBeUndefined();
  });

  it('an API key, with its own message', async () => {
    const answer = await ask({ 'x-api-key': 'op_test_nonsense' });
    expect([answer.status, codeIn(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.body.errors?.[0]?.message).toContain('API key');
  });

  it('an API key of production, and says how to get one of this system', async () => {
    const { key } = newApiKey('live');
    const answer = await ask({ 'x-api-key': key });
    expect([answer.status, codeIn(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.body.errors?.[0]?.message).toMatch(/op_live_.*op_test_.*rotateApiKey/);
  });

  it('an API key in place of a token, and says where it belongs', async () => {
    const { key } = newApiKey('test');
    const answer = await ask({ authorization: `Bearer ${key}` });
    expect([answer.status, codeIn(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.body.errors?.[0]?.message).toContain('X-API-Key');
  });

  it('also for operations that need no viewer', async () => {
    const answer = await gateway.post(
      { query: '{ product(sku: "a") { name } }' },
      { authorization: 'Bearer nonsense' },
    );
    expect(answer.status).toBe(401);
  });
});

describe('the public keys', () => {
  it('are not fetched again for unknown key ids', async () => {
    await using fresh = await testGateway();
    const good = `Bearer ${fresh.token()}`;
    expect((await fresh.post({ query }, { authorization: good })).status).toBe(200);
    const stranger = await createSigningKey();
    const terms = { issuer: 'a', audience: 'a', lifetimeSeconds: 9 };
    const subject = { userId: testUserId, roles: [], generation: 0 };
    const authorization = `Bearer ${signAccessToken(subject, stranger, terms).token}`;
    for (let attempt = 0; attempt < 5; attempt += 1) await fresh.post({ query }, { authorization });
    expect(fresh.keyRequests()).toBe(1);
  });

  it('that cannot be read are SERVICE_UNAVAILABLE 503, not UNAUTHENTICATED', async () => {
    const users = async () => {
      throw new Error('connection refused');
    };
    await using cut = await testGateway({ users });
    const answer = await cut.post({ query }, { authorization: `Bearer ${cut.token()}` });
    expect([answer.status, codeIn(answer)]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect((await cut.post({ query })).status).toBe(200);
  });
});
