import { describe, expect, it } from 'vitest';
import { byteSeal } from './sealed-bytes';

const secret = 'a secret of the tests to seal with';
const bytes = Buffer.from('an authenticator secret');

describe('sealed bytes', () => {
  const seal = byteSeal(secret, 'purpose');
  const sealed = seal.seal(bytes, 'owner');

  it('can be opened for their owner, and are sealed differently each time', () => {
    expect(seal.open(sealed, 'owner')).toEqual(bytes);
    expect(seal.seal(bytes, 'owner')).not.toEqual(sealed);
    expect(sealed.includes(bytes)).toBe(false);
  });

  it('have a nonce of their own, whichever key seals them, and can be opened later', () => {
    const seals = [seal, byteSeal(secret, 'another')];
    const all = Array.from({ length: 3_000 }, (_, index) => {
      const by = seals[index % seals.length] ?? seal;
      return { by, sealed: by.seal(bytes, 'owner') };
    });
    const nonces = new Set(all.map((one) => one.sealed.toString('hex', 0, 12)));
    expect(nonces.size).toBe(all.length);
    expect(all.every((one) => one.by.open(one.sealed, 'owner')?.equals(bytes))).toBe(true);
  });

  it('can be opened as an earlier version sealed them', () => {
    const stored = 'YGCeD0I-m9Bq_GdrSn8RJs4JcJzQqS9j2TuUMun4fSqtvztMO5bMiVP2h2-AmqHUZ8F2';
    expect(seal.open(Buffer.from(stored, 'base64url'), 'owner')).toEqual(bytes);
  });

  it('cannot be opened for another owner, purpose or secret', () => {
    expect(seal.open(sealed, 'another')).toBeNull();
    expect(byteSeal(secret, 'another').open(sealed, 'owner')).toBeNull();
    expect(byteSeal(`${secret}.`, 'purpose').open(sealed, 'owner')).toBeNull();
  });

  it('cannot be opened if a bit has changed or bytes are missing', () => {
    for (const place of [0, 12, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((changed.at(place) ?? 0) ^ 1, place);
      expect(seal.open(changed, 'owner')).toBeNull();
    }
    expect(seal.open(sealed.subarray(0, 28), 'owner')).toBeNull();
    expect(seal.open(Buffer.alloc(0), 'owner')).toBeNull();
  });
});
