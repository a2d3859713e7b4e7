import { Field } from 'type-graphql';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { challengeMinutes, SecondFactorMethod } from '../domain/second-factor';

describeEnum(SecondFactorMethod, 'SecondFactorMethod', 'How an account proves its second factor.', {
  TOTP: 'The six digits that an authenticator app shows at this moment (RFC 6238).',
  RECOVERY_CODE: 'One of the recovery codes that `confirmTotp` answered; each works once.',
});

@PlainType(
  'The password is right, but the account has a second factor. `confirmSecondFactor` answers the session.',
)
export class SecondFactorRequired {
  @Field(() => String, {
    description: 'Secret text that names this sign-in. Send it with the code.',
  })
  readonly challenge: string;

  @Field(() => [SecondFactorMethod], {
    description: 'The methods that the account can use now. No RECOVERY_CODE once all are used.',
  })
  readonly methods: SecondFactorMethod[];

  @Field(() => DateTime, {
    description: `When the challenge ends, ${challengeMinutes} minutes after the password. Five wrong codes end it earlier.`,
  })
  readonly expiresAt: Date;

  constructor(challenge: string, methods: SecondFactorMethod[], expiresAt: Date) {
    this.challenge = challenge;
    this.methods = methods;
    this.expiresAt = expiresAt;
  }
}

@PlainType('A new secret for an authenticator app. It counts once `confirmTotp` has a code of it.')
export class TotpEnrolment {
  @Field(() => String, {
    description: 'The secret in Base32, to type into the app. Shown this once.',
  })
  secret: string;

  @Field(() => String, {
    description: 'The same as an `otpauth:` URI, to be drawn as a QR code by the client.',
  })
  uri: string;
}

@PlainType('Codes for when the authenticator app is lost. Shown this once; each works once.')
export class RecoveryCodes {
  @Field(() => [String], {
    description: 'Ten codes of 16 letters and digits. Case, spaces and dashes do not matter.',
  })
  codes: string[];
}
