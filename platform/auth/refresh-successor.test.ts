import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refreshSuccessors, successorSaltBytes } from './refresh-successor';
import { isWellFormedSecretToken, newSecretToken, secretTokenHash } from './secret-token';

const secret = 'a secret of the tests for refresh tokens';

describe('the successor of a refresh token', () => {
  const salt = randomBytes(successorSaltBytes);
  const { token } = newSecretToken();

  it('is HMAC-SHA-256 of salt and token, under a key derived by HKDF-SHA-256', () => {
    const successor = refreshSuccessors(secret)(
      Buffer.from(Array.from({ length: 32 }, (_, byte) => byte)),
      'A'.repeat(43),
    );
    // Computed with Python's hmac and hashlib from RFC 5869 and RFC 2104.
    expect(successor.token).toBe('QYNVKhfvGq1v6LIb8P-BOClPnLkAKfyTdF1yeh_NAKw');
    expect(successor.hash).toEqual(secretTokenHash(successor.token));
    expect(isWellFormedSecretToken(successor.token)).toBe(true);
  });

  it('depends on the salt, the token and the secret', () => {
    const successorOf = refreshSuccessors(secret);
    const all = [
      successorOf(salt, token),
      successorOf(randomBytes(successorSaltBytes), token),
      successorOf(salt, newSecretToken().token),
      refreshSuccessors(`${secret}.`)(salt, token),
    ];
    expect(new Set(all.map((successor) => successor.token)).size).toBe(all.length);
  });
});
