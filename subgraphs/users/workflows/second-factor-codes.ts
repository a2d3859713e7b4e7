import {
  newRecoveryCode,
  recoveryCodeHash,
  recoveryCodesCount,
} from '../../../platform/auth/recovery-code';
import { newTotpSecret, totpEnrolment, totpStepOf } from '../../../platform/auth/totp';
import { byteSeal } from '../../../platform/encryption/sealed-bytes';
import type { SecondFactorMethod } from '../domain/second-factor';
import type { TotpEnrolment } from '../schema/second-factor';
import type { Account } from '../store/accounts';
import type { Proof, StepOf } from '../store/second-factor-codes';

/** The secrets and codes of second factors: shown to people, and as they are stored. */
export interface SecondFactorCodes {
  newSecret(account: Pick<Account, 'id' | 'email'>): {
    readonly enrolment: TotpEnrolment;
    readonly secretSealed: Buffer;
  };
  /** Null for a secret that was encrypted with another `auth.keySecret`. */
  stepOf(userId: string, typed: string): StepOf;
  proofOf(userId: string, method: SecondFactorMethod, typed: string): Proof;
  newRecoveryCodes(userId: string): { readonly codes: string[]; readonly hashes: Buffer[] };
}

const purpose = 'totp-secret:v1';

/** @param terms `keySecret` encrypts the secrets; authenticator apps show `issuer`. */
export function secondFactorCodes(terms: {
  readonly keySecret: string;
  readonly issuer: string;
}): SecondFactorCodes {
  const seal = byteSeal(terms.keySecret, purpose);

  const stepOf = (userId: string, typed: string): StepOf => {
    return (secretSealed) => {
      const secret = seal.open(secretSealed, userId);
      return secret === null ? null : totpStepOf(secret, typed, new Date());
    };
  };

  return {
    stepOf,
    newSecret({ id, email }) {
      const secret = newTotpSecret();
      const enrolment = totpEnrolment(secret, { issuer: terms.issuer, label: email });
      return { enrolment, secretSealed: seal.seal(secret, id) };
    },
    proofOf(userId, method, typed) {
      return {
        method,
        stepOf: stepOf(userId, typed),
        recoveryHash: recoveryCodeHash(userId, typed),
      };
    },
    newRecoveryCodes(userId) {
      const codes = Array.from({ length: recoveryCodesCount }, newRecoveryCode);
      const hashes = codes.flatMap((code) => recoveryCodeHash(userId, code) ?? []);
      return { codes, hashes };
    },
  };
}
