import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { byteSeal } from '../encryption/sealed-bytes';

const modulusBits = 2_048;
const derivationPurpose = 'signing-key-at-rest:v1';

/** A key that signs access tokens, with its public half as the JWKS shows it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: string;
}

/** The RFC 7638 thumbprint, which is unique to the key. */
function thumbprint(jwk: JsonWebKey): string {
  const members = JSON.stringify({ e: jwk.e, kty: jwk.kty, n: jwk.n });
  return createHash('sha256').update(members).digest('base64url');
}

/** Makes an RSA key of 2048 bits, off the main thread; that takes 50 to 500 ms. */
export async function createSigningKey(): Promise<SigningKey> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: modulusBits });
  const jwk = pair.publicKey.export({ format: 'jwk' });
  const kid = thumbprint(jwk);
  const publicJwk = JSON.stringify({ ...jwk, kid, alg: 'RS256', use: 'sig' });
  return { kid, privateKey: pair.privateKey, publicJwk };
}

/**
 * Reads a public key as `SigningKey.publicJwk` writes it.
 * @throws Error when the text is no RSA key.
 */
export function publicKeyOf(publicJwk: string): KeyObject {
  const jwk = JSON.parse(publicJwk) as JsonWebKey;
  if (jwk.kty !== 'RSA') throw new Error('A signing key has to be an RSA key.');
  return createPublicKey({ key: jwk, format: 'jwk' });
}

/**
 * Encrypts the private half with a key derived from `secret`. The key's name is authenticated too:
 * sealed keys cannot be swapped.
 */
export function sealPrivateKey(key: SigningKey, secret: string): Buffer {
  const plain = key.privateKey.export({ format: 'der', type: 'pkcs8' });
  return byteSeal(secret, derivationPurpose).seal(plain, key.kid);
}

/**
 * Decrypts what `sealPrivateKey` made.
 * @returns null when it was sealed with another secret, for another key, or was changed since.
 */
export function openPrivateKey(kid: string, sealed: Uint8Array, secret: string): KeyObject | null {
  const key = byteSeal(secret, derivationPurpose).open(sealed, kid);
  return key && createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}
