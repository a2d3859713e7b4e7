import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newRecoveryCode, recoveryCodeHash } from './recovery-code';

describe('a recovery code', () => {
  it('has 80 random bits in four groups that people can type', () => {
    const codes = new Set(Array.from({ length: 200 }, newRecoveryCode));
    expect(codes.size).toBe(200);
    const used = new Set([...codes].join(''));
    for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    expect(used.size).toBe(33);
  });

  it('is stored as SHA-256 of the account and the code', () => {
    const hash = createHash('sha256').update('u1 abcd2345efgh67ij').digest();
    for (const typed of ['abcd-2345-efgh-67ij', 'ABCD 2345 EFGH 67IJ', ' abcd2345efgh67ij\n']) {
      expect(recoveryCodeHash('u1', typed)).toEqual(hash);
    }
    expect(recoveryCodeHash('u2', 'abcd-2345-efgh-67ij')).not.toEqual(hash);
  });

  it.each([
    '',
    'abcd-2345-efgh-67i',
    'abcd-2345-efgh-67ijk',
    'abcd-2345-efgh-01ij',
    'x'.repeat(9_999),
  ])('is not %j', (typed) => {
    expect(recoveryCodeHash('u1', typed)).toBeNull();
  });
});
