import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpEnrolment, totpStepOf } from './totp';

/** RFC 6238, appendix B, for SHA-1. Its codes have eight digits; six are the end of the same number. */
const secret = Buffer.from('12345678901234567890');
const vectors = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;

const at = (seconds: number) => new Date(seconds * 1_000);

describe('a code', () => {
  it.each(vectors)('at %i s is the one of RFC 6238: %s', (seconds, eightDigits) => {
    const step = Math.floor(seconds / 30);
    const code = eightDigits.slice(2);
    expect(totpStepOf(secret, code, at(seconds))).toBe(step);
    expect(totpStepOf(secret, `${code.slice(0, 3)} ${code.slice(3)}`, at(seconds))).toBe(step);
    // A clock that is off by one step, and by two.
    expect(totpStepOf(secret, code, at(seconds - 30))).toBe(step);
    expect(totpStepOf(secret, code, at(seconds + 30))).toBe(step);
    expect(totpStepOf(secret, code, at(seconds - 60))).toBeNull();
    expect(totpStepOf(secret, code, at(seconds + 60))).toBeNull();
  });

  it.each(['', '28708', '2870820', '94287082', '28708a', '٢٨٧٠٨٢', '-87082'])(
    'is not %j',
    (typed) => {
      expect(totpStepOf(secret, typed, at(59))).toBeNull();
    },
  );

  it('of another secret is wrong', () => {
    expect(totpStepOf(Buffer.from('12345678901234567891'), '287082', at(59))).toBeNull();
  });
});

describe('an enrolment', () => {
  it('has the secret in Base32 and as a URI that authenticator apps read', () => {
    const named = { issuer: 'Shop & Co', label: 'ada@example.com' };
    const enrolment = totpEnrolment(secret, named);
    // RFC 4648, of the bytes of RFC 6238's secret.
    expect(enrolment.secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    const uri = new URL(enrolment.uri);
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
    expect(decodeURIComponent(uri.pathname)).toBe('/Shop & Co:ada@example.com');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: 'Shop & Co',
      secret: enrolment.secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });

  it('has a new secret of 160 bits', () => {
    expect(newTotpSecret()).toHaveLength(20);
    expect(newTotpSecret()).not.toEqual(newTotpSecret());
  });
});
