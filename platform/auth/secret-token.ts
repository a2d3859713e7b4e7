import { createHash, randomBytes } from 'node:crypto';

const tokenBytes = 32;

/** A secret that is handed out once, and what is stored to know it again. */
export interface SecretToken {
  readonly token: string;
  readonly hash: Buffer;
}

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** Whether a text could be a token of ours: anything else is not looked up. */
export function isWellFormedSecretToken(text: string): boolean {
  return tokenPattern.test(text);
}

/** SHA-256, neither salted nor slow: with 256 random bits there is nothing to guess. */
export function secretTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** 256 random bits in Base64url. */
export function newSecretToken(): SecretToken {
  const token = randomBytes(tokenBytes).toString('base64url');
  return { token, hash: secretTokenHash(token) };
}
