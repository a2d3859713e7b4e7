import { createPublicKey, sign, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createSigningKey,
  openPrivateKey,
  publicKeyOf,
  type SigningKey,
  sealPrivateKey,
} from './signing-key';

const secret = 'a secret of the configuration, 32 characters and more';
let key: SigningKey;

beforeAll(async () => {
  key = await createSigningKey();
});

describe('a signing key', () => {
  it('has 2048 bits and a public half without anything private', () => {
    expect(key.privateKey.asymmetricKeyDetails?.modulusLength).toBe(2_048);
    expect(Object.keys(JSON.parse(key.publicJwk)).sort()).toEqual(
      ['alg', 'e', 'kid', 'kty', 'n', 'use'].sort(),
    );
  });

  it('verifies with its published half what it signed', () => {
    const data = Buffer.from('data');
    const signature = sign('sha256', data, key.privateKey);
    expect(verify('sha256', data, publicKeyOf(key.publicJwk), signature)).toBe(true);
  });

  it('is named by its thumbprint (RFC 7638, section 3.1)', async () => {
    expect(key.kid).toMatch(/^[\w-]{43}$/);
    expect((await createSigningKey()).kid).not.toBe(key.kid);
  });

  it('can be opened from its sealed form', () => {
    const opened = openPrivateKey(key.kid, sealPrivateKey(key, secret), secret);
    const half = opened && createPublicKey(opened).export({ format: 'jwk' });
    expect(half).toEqual(createPublicKey(key.privateKey).export({ format: 'jwk' }));
  });

  it('can be opened as an earlier version sealed it', () => {
    const sealed =
      'J9n1r-lsMysK0zLpLzEfD3tkM2tFhYJe0ITXH-Yza5vgSlmmf_rIJOHIRfTpOuwFm06O11zs-HTTQMOpw02O2AVU-drY0F6rlxIgqg';
    const opened = openPrivateKey('a key of the tests', Buffer.from(sealed, 'base64url'), secret);
    const half = opened && createPublicKey(opened).export({ format: 'jwk' });
    expect(half?.x).toBe('LckJMesMBAd-PwfhKeEhSYxfFyKxAG7X0GmasF_tm2w');
  });

  it('does not open under the name of another key', () => {
    expect(openPrivateKey('other', sealPrivateKey(key, secret), secret)).toBeNull();
  });
});

describe('publicKeyOf', () => {
  it('rejects a key that is not RSA', () => {
    expect(() => publicKeyOf('{"kty":"oct","k":"AAAA"}')).toThrow('RSA');
  });
});
