import { expect, test } from 'vitest';
import type { Viewer } from './viewer';
import { readViewer, signViewer } from './viewer-signature';

const secret = 'the-secret-of-two-processes-in-a-test';
const viewer: Viewer = {
  ...{ kind: 'user', userId: 'u-1', roles: ['CUSTOMER'], generation: 0, address: '::1' },
};
const signed = { viewer, requestId: 'r-1' };

test('what was signed is read back', () => {
  expect(readViewer(signViewer(signed, secret), [secret])).toEqual(signed);
});

test('a viewer signed with another secret is refused', () => {
  expect(readViewer(signViewer(signed, 'a guess that is long enough'), [secret])).toBeNull();
});

test('a viewer signed with the secret before this one is believed', () => {
  expect(readViewer(signViewer(signed, secret), ['the next secret', secret])).toEqual(signed);
});

test('a viewer that was made an administrator on the way is refused', () => {
  const [, signature] = signViewer(signed, secret).split('.');
  const claim = { viewer: { ...viewer, roles: ['ADMIN'] }, requestId: 'r-1', expiresAtMs: 9e15 };
  const payload = Buffer.from(JSON.stringify(claim)).toString('base64url');
  expect(readViewer(`${payload}.${signature}`, [secret])).toBeNull();
});

test('a viewer is believed for a minute and no longer', () => {
  const text = signViewer(signed, secret, 1_000);
  expect(readViewer(text, [secret], 60_999)).toEqual(signed);
  expect(readViewer(text, [secret], 61_000)).toBeNull();
});

test.each(['', '.', 'a.b', 'no signature', `${'a'.repeat(9_000)}.${'a'.repeat(43)}`])(
  'text that is no signed viewer is refused: %.20s',
  (text) => {
    expect(readViewer(text, [secret])).toBeNull();
    expect(readViewer(undefined, [secret])).toBeNull();
  },
);

test('every cut and every changed character is refused', () => {
  const text = signViewer(signed, secret);
  for (let at = 0; at < text.length; at += 1) {
    expect(readViewer(text.slice(0, at), [secret])).toBeNull();
    const other = text[at] === 'A' ? 'Q' : 'A';
    const changed = text.slice(0, at) + other + text.slice(at + 1);
    expect(readViewer(changed, [secret])).toBeNull();
  }
});
