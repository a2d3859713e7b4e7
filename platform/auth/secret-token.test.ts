import { describe, expect, it } from 'vitest';
import { isWellFormedSecretToken, newSecretToken, secretTokenHash } from './secret-token';

describe('a secret token', () => {
  it('is 256 random bits, known by its hash', () => {
    const [one, other] = [newSecretToken(), newSecretToken()];
    expect(Buffer.from(one.token, 'base64url')).toHaveLength(32);
    expect(one.token).not.toBe(other.token);
    expect(secretTokenHash(one.token)).toEqual(one.hash);
    expect(secretTokenHash(other.token)).not.toEqual(one.hash);
  });

  it.each(['', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}=`, `${'x'.repeat(43)}\n`])(
    'is not %j',
    (text) => {
      expect(isWellFormedSecretToken(newSecretToken().token)).toBe(true);
      expect(isWellFormedSecretToken(text)).toBe(false);
    },
  );
});
