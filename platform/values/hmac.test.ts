import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { hmacSha256 } from './hmac';

const texts = ['', 'a', 'payload-of_a.viewer', 'x'.repeat(5_000)];

test.each([
  ['an empty one', ''],
  ['a short one', 'secret'],
  ['one as long as a block', 's'.repeat(64)],
  ['a longer one', 's'.repeat(65)],
  ['one that is not ASCII', 'Schlüssel 🔑'],
])('it is that of Node, whatever the secret: %s', (_, secret) => {
  const authenticate = hmacSha256(secret);
  for (const text of texts) {
    const expected = createHmac('sha256', secret).update(text).digest('base64url');
    expect(authenticate(text)).toBe(expected);
  }
});
