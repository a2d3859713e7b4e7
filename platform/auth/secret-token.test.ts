import { describe, expect, it } from 'vitest';
import { newSecretToken, secretTokenHash } from './secret-token';

describe('a secret token', () => {
  it('is 256 random bits, known by its hash', () => {
    const [one, other] = [newSecretToken(), newSecretToken()];
    expect(Buffer.from(one.token, 'base64url')).toHaveLength(32);
    expect(one.token).not.toBe(other.token);
    expect(secretTokenHash(one.token)).toEqual(one.hash);
    expect(secretTokenHash(other.token)).not.toEqual(one.hash);
  });
});
