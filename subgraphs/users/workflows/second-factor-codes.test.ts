import { expect, it } from 'vitest';
import { codeShown } from '../../../platform/testing/authenticator';
import { secondFactorCodes } from './second-factor-codes';

const codes = secondFactorCodes({
  keySecret: 'a secret of the tests to seal with',
  issuer: 'the tests',
});
const account = { id: 'an account of the tests', email: 'ada@example.com' };

it('checks a code against the secret that it sealed', () => {
  const { enrolment, secretSealed } = codes.newSecret(account);
  const code = codeShown(enrolment.secret);
  expect(codes.stepOf(account.id, code)(secretSealed)).not.toBeNull();
  expect(codes.stepOf('another account', code)(secretSealed)).toBeNull();
});

it('checks a code against a secret that an earlier version sealed', () => {
  const stored = '7wwZN0fRjeVryscawCPv2t8eI2MD9xHiTlfGXZaqBgt7QQ6spSagxZy1uigVRi2y';
  // The secret of RFC 6238, appendix B, in Base32.
  const code = codeShown('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  const sealed = Buffer.from(stored, 'base64url');
  expect(codes.stepOf(account.id, code)(sealed)).not.toBeNull();
});
