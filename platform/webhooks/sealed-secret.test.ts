import { expect, it } from 'vitest';
import { SecretSeal } from './sealed-secret';

const seal = new SecretSeal('a secret of the tests to seal with');

/** Written by a version that did not use `byteSeal` yet: rows of this form are in databases. */
const stored = 'v1.iCLgj8Y-vnioHWoUgWqTVx_SYPz3qV-aofp4dV6pqeMm3ORSh_XMadB1KycgSA';

it('opens what it sealed, and what an earlier version stored', () => {
  const sealed = seal.seal('whsec_of the tests', 'endpoint');
  expect(sealed).toHaveLength(stored.length);
  for (const text of [sealed, stored]) {
    expect(seal.open(text, 'endpoint')).toBe('whsec_of the tests');
  }
});

it('opens nothing with another key, for another owner, or in another form', () => {
  const other = new SecretSeal('another secret of the tests');
  expect(other.open(stored, 'endpoint')).toBeNull();
  expect(seal.open(stored, 'another')).toBeNull();
  expect(seal.open(stored.slice(0, 30), 'endpoint')).toBeNull();
  expect(seal.open(stored.replace('v1', 'v2'), 'endpoint')).toBeNull();
});
