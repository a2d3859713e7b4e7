import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../values/uuid';
import { signAccessToken, verifyAccessToken } from './access-token';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const expected = { issuer: 'shop', audience: 'shop-api' };
const terms = { ...expected, lifetimeSeconds: 900 };
const key = { kid: 'key-1', privateKey };
const userId = uuidV7();
const known = (kid: string): KeyObject | null => (kid === 'key-1' ? publicKey : null);
const verify = (token: string) => verifyAccessToken(token, known, expected);
const nowSeconds = () => Math.floor(Date.now() / 1_000);

type Claims = Record<string, unknown>;

/** A token signed with the right key, except for the given claims. */
function forge(claims: Claims = {}, header: Claims = {}, signer: KeyObject = privateKey): string {
  const good = {
    iss: 'shop',
    aud: 'shop-api',
    sub: userId,
    roles: ['CUSTOMER'],
    gen: 0,
    jti: randomUUID(),
    iat: nowSeconds(),
    nbf: nowSeconds(),
    exp: nowSeconds() + 60,
  };
  const merged = Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined);
  return jwt.sign(Object.fromEntries(merged), signer, {
    algorithm: 'RS256',
    header: { alg: 'RS256', typ: 'at+jwt', kid: 'key-1', ...header },
  });
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an access token', () => {
  it('contains the account and its roles', () => {
    const { token, expiresAt } = signAccessToken(
      { userId, roles: ['ADMIN'], generation: 3 },
      key,
      terms,
    );
    const verified = verify(token);
    expect(verified).toMatchObject({ userId, roles: ['ADMIN'], generation: 3, expiresAt });
    expect(verified?.tokenId).toMatch(/^[0-9a-f-]{36}$/);
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 899_000 - 1_000);
  });

  it('carries iss, aud, sub, roles, iat, nbf, exp, jti and kid', () => {
    const { token } = signAccessToken({ userId, roles: ['CUSTOMER'], generation: 0 }, key, terms);
    const decoded = jwt.decode(token, { complete: true });
    expect(decoded?.header).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: 'key-1' });
    const claims = decoded?.payload as Claims;
    expect(Object.keys(claims).sort()).toEqual(
      ['aud', 'exp', 'gen', 'iat', 'iss', 'jti', 'nbf', 'roles', 'sub'].sort(),
    );
    expect(claims).toMatchObject({ iss: 'shop', aud: 'shop-api', sub: userId });
  });

  it('names the time of the sign-in in auth_time, where it is known', () => {
    const signedInAtMs = Date.parse('2026-11-29T12:00:00.123Z');
    const subject = { userId, roles: [], generation: 0, signedInAtMs };
    const { token } = signAccessToken(subject, key, terms);
    expect((jwt.decode(token) as Claims).auth_time).toBe(signedInAtMs / 1_000);
    expect(verify(token)?.signedInAtMs).toBe(signedInAtMs);
    expect(verify(forge())?.signedInAtMs).toBeNull();
    expect(verify(forge({ auth_time: 'now' }))?.signedInAtMs).toBeNull();
  });

  it('has an id of its own each time', () => {
    const tokens = [1, 2].map(
      () => signAccessToken({ userId, roles: [], generation: 0 }, key, terms).token,
    );
    expect(new Set(tokens.map((token) => verify(token)?.tokenId)).size).toBe(2);
  });

  it('leaves out roles that are no text', () => {
    expect(verify(forge({ roles: ['CUSTOMER', 7, null] }))?.roles).toEqual(['CUSTOMER']);
  });
});

describe('verifyAccessToken', () => {
  it('accepts the valid token that the forgeries are made from', () => {
    expect(verify(forge())?.userId).toBe(userId);
  });

  const forgeries: Record<string, () => string> = {
    'no signature at all (alg none)': () => {
      const [, claims] = forge().split('.');
      return `${part({ alg: 'none', typ: 'at+jwt', kid: 'key-1' })}.${claims}.`;
    },
    'alg none with a signature left on': () => {
      const [, claims, signature] = forge().split('.');
      return `${part({ alg: 'none', typ: 'at+jwt', kid: 'key-1' })}.${claims}.${signature}`;
    },
    'HS256 with the public key as its secret': () => {
      const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
      const claims = jwt.decode(forge()) as Claims;
      const body = `${part({ alg: 'HS256', typ: 'at+jwt', kid: 'key-1' })}.${part(claims)}`;
      return `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
    },
    'another algorithm of the same key (RS512)': () =>
      jwt.sign(jwt.decode(forge()) as Claims, privateKey, {
        algorithm: 'RS512',
        header: { alg: 'RS512', typ: 'at+jwt', kid: 'key-1' },
      }),
    'a header that claims RS256 over an RS512 signature': () => {
      const token = jwt.sign(jwt.decode(forge()) as Claims, privateKey, { algorithm: 'RS512' });
      const [, claims, signature] = token.split('.');
      return `${part({ alg: 'RS256', typ: 'at+jwt', kid: 'key-1' })}.${claims}.${signature}`;
    },
    "somebody else's key under our key's name": () => forge({}, {}, stranger.privateKey),
    'an unknown key': () => forge({}, { kid: 'key-2' }),
    'no key named': () => forge({}, { kid: undefined }),
    'a key id that is a path': () => forge({}, { kid: '../../../dev/null' }, stranger.privateKey),
    'the addresses of keys of its own': () => {
      const [jku, x5u] = ['https://forger.example/jwks.json', 'https://forger.example/x.pem'];
      return forge({}, { kid: 'own', jku, x5u }, stranger.privateKey);
    },
    'a key that it brings along': () => {
      const jwk = stranger.publicKey.export({ format: 'jwk' });
      return forge({}, { jwk }, stranger.privateKey);
    },
    'a critical extension that nobody knows': () => forge({}, { crit: ['exp'] }),
    'another type of token': () => forge({}, { typ: 'JWT' }),
    'no type': () => forge({}, { typ: undefined }),
    'another issuer': () => forge({ iss: 'other' }),
    'no issuer': () => forge({ iss: undefined }),
    'another audience': () => forge({ aud: 'other' }),
    'several audiences': () => forge({ aud: ['shop-api', 'other'] }),
    'no audience': () => forge({ aud: undefined }),
    'an end that has passed': () => forge({ exp: nowSeconds() - 1 }),
    'no end': () => forge({ exp: undefined }),
    'a beginning to come': () => forge({ nbf: nowSeconds() + 60 }),
    'no beginning': () => forge({ nbf: undefined }),
    'no subject': () => forge({ sub: undefined }),
    'a subject that is no id': () => forge({ sub: 'admin' }),
    'no token id': () => forge({ jti: undefined }),
    'no generation': () => forge({ gen: undefined }),
    'a generation that is no number': () => forge({ gen: '9' }),
    'no roles': () => forge({ roles: undefined }),
    'roles that are no list': () => forge({ roles: 'ADMIN' }),
    'a claim changed after signing': () => {
      const [header, claims = '', signature] = forge().split('.');
      const changed = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims;
      return `${header}.${part({ ...changed, roles: ['ADMIN'] })}.${signature}`;
    },
    'a payload that is no object': () => {
      const body = Buffer.from('"text"');
      return jwt.sign(body, privateKey, {
        algorithm: 'RS256',
        header: { alg: 'RS256', typ: 'at+jwt', kid: 'key-1' },
      });
    },
    'a header that is no JSON': () => `bm90IGpzb24.${forge().split('.').slice(1).join('.')}`,
    nothing: () => '',
    'two parts': () => 'a.b',
    'text around it': () => ` ${forge()}`,
    'endless text': () => `${'a'.repeat(10_000)}.${forge()}`,
  };

  it.each(Object.keys(forgeries))('refuses %s', (name) => {
    expect(verify(forgeries[name]?.() ?? '')).toBeNull();
  });
});
