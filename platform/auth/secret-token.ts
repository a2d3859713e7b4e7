import { createHash, randomBytes } from 'node:crypto';

const tokenBytes = 32;

/** A secret that is shown once, and the hash that is stored. */
export interface SecretToken {
  readonly token: string;
  readonly hash: Buffer;
}

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** Whether the text can be one of our tokens; anything else is not looked up. */
export function isWellFormedSecretToken(text: string): boolean {
  return tokenPattern.test(text);
}

/** Plain SHA-256 is enough: 256 random bits cannot be guessed. */
export function secretTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** 256 random bits in Base64url. */
export function newSecretToken(): SecretToken {
  const token = randomBytes(tokenBytes).toString('base64url');
  return { token, hash: secretTokenHash(token) };
}
