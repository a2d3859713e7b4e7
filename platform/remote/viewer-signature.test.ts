import { expect, test } from 'vitest';
import type { Viewer } from '../requests/viewer';
import { readViewer, signViewer, viewerSigner } from './viewer-signature';

const secret = 'the-secret-of-two-processes-in-a-test';
const viewer: Viewer = {
  kind: 'user',
  userId: 'u-1',
  roles: ['CUSTOMER'],
  generation: 0,
  address: '::1',
};
const signed = { viewer, requestId: 'r-1' };
const link = { from: 'gateway', to: 'users' };

test('a signed viewer is read back', () => {
  expect(readViewer(signViewer(signed, link, secret), link, [secret])).toEqual(signed);
});

test('a viewer signed with another secret is refused', () => {
  expect(
    readViewer(signViewer(signed, link, 'a guess that is long enough'), link, [secret]),
  ).toBeNull();
});

test('a viewer signed with the previous secret is accepted', () => {
  expect(readViewer(signViewer(signed, link, secret), link, ['the next secret', secret])).toEqual(
    signed,
  );
});

test('a viewer whose roles were changed in transit is refused', () => {
  const [, signature] = signViewer(signed, link, secret).split('.');
  const admin = { ...viewer, roles: ['ADMIN'] };
  const claim = { viewer: admin, requestId: 'r-1', ...link, expiresAtMs: 9e15 };
  const payload = Buffer.from(JSON.stringify(claim)).toString('base64url');
  expect(readViewer(`${payload}.${signature}`, link, [secret])).toBeNull();
});

test('a viewer is accepted for 30 seconds', () => {
  const text = signViewer(signed, link, secret, 1_000);
  expect(readViewer(text, link, [secret], 30_999)).toEqual(signed);
  expect(readViewer(text, link, [secret], 31_000)).toBeNull();
});

test.each(['', '.', 'a.b', 'no signature', `${'a'.repeat(9_000)}.${'a'.repeat(43)}`])(
  'text that is no signed viewer is refused: %.20s',
  (text) => {
    expect(readViewer(text, link, [secret])).toBeNull();
    expect(readViewer(undefined, link, [secret])).toBeNull();
  },
);

test('every cut and every changed character is refused', () => {
  const text = signViewer(signed, link, secret);
  for (let at = 0; at < text.length; at += 1) {
    expect(readViewer(text.slice(0, at), link, [secret])).toBeNull();
    const other = text[at] === 'A' ? 'Q' : 'A';
    const changed = text.slice(0, at) + other + text.slice(at + 1);
    expect(readViewer(changed, link, [secret])).toBeNull();
  }
});

test.each([
  { from: 'gateway', to: 'orders' },
  { from: 'inventory', to: 'users' },
])('a viewer is good for one caller and callee: $from to $to is refused', (other) => {
  expect(readViewer(signViewer(signed, link, secret), other, [secret])).toBeNull();
});

test('the viewer of a request is signed once for each callee, and again for another request', () => {
  const sign = viewerSigner(link);
  const first = sign(viewer, 'r-1', secret);
  expect(sign(viewer, 'r-1', secret)).toBe(first);
  expect(readViewer(first, link, [secret])).toEqual(signed);
  expect(readViewer(sign(viewer, 'r-2', secret), link, [secret])?.requestId).toBe('r-2');
  expect(readViewer(sign(viewer, 'r-2', 'another secret'), link, [secret])).toBeNull();
});
