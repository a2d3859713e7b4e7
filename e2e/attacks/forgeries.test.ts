import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newApiKey } from '../../platform/auth/api-key';
import { openPrivateKey } from '../../platform/auth/signing-key';
import { newSession } from '../harness/people';
import { Shop } from '../harness/shop';

/** Credentials that somebody made who has everything but the right; each through the gateway. */

type Part = Readonly<Record<string, unknown>>;

interface Genuine {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly kid: string;
  readonly header: Part;
  readonly claims: Part;
  readonly accessToken: string;
  readonly refreshToken: string;
}

const encode = (part: Part) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Part;

const signed = (header: Part, claims: Part, key: KeyObject): string => {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
};

const withSecret = (header: Part, claims: Part, secret: string | Buffer): string => {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const strangerJwk = stranger.publicKey.export({ format: 'jwk' });

const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** A token that is signed with the real key and genuine except for the given claims. */
const real = (given: Part) => (genuine: Genuine) =>
  signed(genuine.header, { ...genuine.claims, ...given }, genuine.privateKey);

const realHeader = (given: Part) => (genuine: Genuine) =>
  signed({ ...genuine.header, ...given }, genuine.claims, genuine.privateKey);

const without = (part: Part, name: string): Part =>
  Object.fromEntries(Object.entries(part).filter(([key]) => key !== name));

const forgeries: readonly (readonly [name: string, make: (genuine: Genuine) => string])[] = [
  ['alg none', ({ header, claims }) => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`],
  ['alg NoNe', ({ header, claims }) => `${encode({ ...header, alg: 'NoNe' })}.${encode(claims)}.`],
  [
    'HS256 with the public key as PEM',
    ({ header, claims, publicKey }) =>
      withSecret(
        { ...header, alg: 'HS256' },
        claims,
        publicKey.export({ format: 'pem', type: 'spki' }),
      ),
  ],
  [
    'HS256 with the public key as DER',
    ({ header, claims, publicKey }) =>
      withSecret(
        { ...header, alg: 'HS256' },
        claims,
        publicKey.export({ format: 'der', type: 'spki' }),
      ),
  ],
  ['PS256 in the header', realHeader({ alg: 'PS256' })],
  ['no signature', ({ accessToken }) => accessToken.replace(/[^.]+$/, '')],
  [
    'a signature of other claims',
    ({ accessToken, header, claims }) => {
      const [, , signature] = accessToken.split('.');
      return `${encode(header)}.${encode({ ...claims, roles: ['ADMIN'] })}.${signature}`;
    },
  ],
  [
    'a kid that is unknown',
    ({ header, claims }) => signed({ ...header, kid: randomUUID() }, claims, stranger.privateKey),
  ],
  [
    'the right kid and another key',
    ({ header, claims }) => signed(header, claims, stranger.privateKey),
  ],
  [
    'no kid',
    ({ header, claims, privateKey }) => signed(without(header, 'kid'), claims, privateKey),
  ],
  [
    'a kid that is a path',
    ({ header, claims }) =>
      signed({ ...header, kid: '../../../dev/null' }, claims, stranger.privateKey),
  ],
  [
    'a kid that is SQL',
    ({ header, claims }) =>
      signed({ ...header, kid: "' UNION SELECT 'x" }, claims, stranger.privateKey),
  ],
  [
    'jku to a key of the forger',
    ({ header, claims }) =>
      signed(
        { ...header, kid: 'own', jku: 'https://forger.example/jwks.json' },
        claims,
        stranger.privateKey,
      ),
  ],
  [
    'jwk of the forger in the header',
    ({ header, claims }) => signed({ ...header, jwk: strangerJwk }, claims, stranger.privateKey),
  ],
  [
    'x5u of the forger',
    ({ header, claims }) =>
      signed({ ...header, x5u: 'https://forger.example/x.pem' }, claims, stranger.privateKey),
  ],
  ['crit that nobody knows', realHeader({ crit: ['b64'], b64: false })],
  ['expired', real({ exp: nowSeconds() - 1 })],
  ['not yet valid', real({ nbf: nowSeconds() + 600 })],
  ['another audience', real({ aud: 'another' })],
  ['a list of audiences', real({ aud: ['orderprocessing', 'another'] })],
  ['another issuer', real({ iss: 'https://forger.example' })],
  ['typ JWT', realHeader({ typ: 'JWT' })],
  ['typ of a refresh token', realHeader({ typ: 'rt+jwt' })],
  ...['exp', 'nbf', 'iss', 'aud', 'sub', 'roles'].map(
    (claim) =>
      [
        `no ${claim}`,
        ({ header, claims, privateKey }: Genuine) =>
          signed(header, without(claims, claim), privateKey),
      ] as const,
  ),
  ['a refresh token', ({ refreshToken }) => refreshToken],
  ['an API key', () => newApiKey('test').key],
  ['nothing', () => ''],
];

let shop: Shop;
let genuine: Genuine;

async function ask(headers: Record<string, string>) {
  const query = '{ products(first: 1) { edges { cursor } } me { id } }';
  const { status, data, errors } = await shop.client.post({ query }, headers);
  return { status, data, code: errors[0]?.extensions.code };
}

/** The signing key, as an attacker with the database and the secrets would read it. */
async function stolenKey(kid: string): Promise<KeyObject> {
  const kept = readFileSync(path.join(shop.dataFolder, 'data/secrets.json'), 'utf8');
  const secret = (JSON.parse(kept) as Record<string, string>)['auth.keySecret'] ?? '';
  const statement = 'SELECT private_key_sealed FROM signing_keys WHERE kid = $1';
  const [row] = await shop.query('users', statement, [kid]);
  const key = openPrivateKey(kid, row?.private_key_sealed, secret);
  if (key === null) throw new Error('the key could not be opened');
  return key;
}

beforeAll(async () => {
  shop = await Shop.start({ ORDERPROCESSING_LIMITS_RATE_SIGN_IN_FAILURES_PER_MINUTE: '1000' });
  const session = await newSession(shop.client);
  const [header, claims] = session.accessToken.split('.');
  const kid = String(decode(header).kid);
  const privateKey = await stolenKey(kid);
  genuine = {
    ...session,
    privateKey,
    kid,
    header: decode(header),
    claims: decode(claims),
    publicKey: createPublicKey(privateKey),
  };
});
afterAll(() => shop?.close());

describe('a token that was forged', () => {
  test('is good while nothing is wrong with it', async () => {
    const answer = await ask({ authorization: `Bearer ${real({})(genuine)}` });
    expect(answer).toMatchObject({ status: 200, data: { me: { id: genuine.claims.sub } } });
  });

  test.each(forgeries)('with %s is refused with 401', async (_name, make) => {
    const answer = await ask({ authorization: `Bearer ${make(genuine)}` });
    expect(answer).toEqual({ status: 401, data: undefined, code: 'UNAUTHENTICATED' });
  });
});

describe('an API key that was made up', () => {
  const { key } = newApiKey('test');
  const spoilt = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
  test.each([
    ['with a wrong checksum', spoilt],
    ['with a right checksum', key],
    ['of another kind', key.replace('op_test_', 'op_live_')],
    ['cut off', key.slice(0, -1)],
    ['that is nothing', ''],
  ])('%s is refused with 401', async (_name, made) => {
    const answer = await ask({ 'x-api-key': made });
    expect(answer).toEqual({ status: 401, data: undefined, code: 'UNAUTHENTICATED' });
  });

  test('beside a good token is refused too', async () => {
    const { accessToken } = genuine;
    const answer = await ask({ authorization: `Bearer ${accessToken}`, 'x-api-key': key });
    expect(answer.status).toBe(401);
  });
});
