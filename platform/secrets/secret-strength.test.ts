import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { secretStrength } from './secret-strength';

test.each([
  'password-password-1234567890-abcdefghijklm',
  'abcdefghijklmnopqrstuvwxyz0123456789',
  'qwertyuiopasdfghjklzxcvbnm1234567890',
  '0987654321mnbvcxzlkjhgfdsapoiuytrewq',
  '0123456789abcdef0123456789abcdef',
  'deadbeefdeadbeefcafebabecafebabe',
  'your-256-bit-secret-goes-here-please',
  'a-string-secret-at-least-256-bits-long',
  'correct-horse-battery-staple-and-another',
  'a secret of the tests, long enough: viewers',
  'change_me_change_me_change_me_change_me',
  'Ch4ng3M3-Pl34s3-Th1s-1s-S3cr3t!!',
  'P@ssw0rd!P@ssw0rd!P@ssw0rd!P@ssw0rd!',
  'PasswordPassword1PasswordPassword2Password',
  'a'.repeat(36),
  'abc123XYZ'.repeat(8),
  'aaaaaaaaaaaaaaaa',
  '',
])('%j is guessable', (secret) => {
  expect(secretStrength(secret)).toBe('guessable');
});

test.each(['base64', 'base64url', 'hex'] as const)('words in %s are guessable', (encoding) => {
  const words = 'the secret of this shop: do not tell anybody';
  expect(secretStrength(Buffer.from(words).toString(encoding))).toBe('guessable');
});

/** The same bytes in each run, so that a rare sequence cannot fail the test by chance. */
const bytes = (count: number, seed: number) =>
  createHash('shake256', { outputLength: count }).update(String(seed)).digest();

test.each(['base64', 'base64url', 'hex'] as const)(
  '32 random bytes as %s are a generated secret',
  (encoding) => {
    const strengths = Array.from({ length: 2_000 }, (_, seed) =>
      secretStrength(bytes(32, seed).toString(encoding)),
    );
    expect(new Set(strengths)).toEqual(new Set(['generated']));
    expect(secretStrength(randomBytes(64).toString(encoding))).toBe('generated');
  },
);

test.each([
  ['16 random bytes as hexadecimal text', bytes(16, 1).toString('hex')],
  ['24 random bytes as base64', bytes(24, 1).toString('base64')],
  ['a random UUID', randomUUID()],
  ['random characters of every kind', 'Kq7$vN2#mW9!xT4@pL6%zR8^bF3&hD5*'],
])('%s are of another form, and not guessable', (_form, secret) => {
  expect(secretStrength(secret)).toBe('other');
});
