import { Field } from 'type-graphql';
import { ErrorType, type UserError } from '../../../platform/graphql/errors';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import type { Account } from '../store/accounts';
import { User } from './user';

@PlainType('The tokens of a signed-in account. Visible only in the answer that issues them.')
export class Session {
  @Field(() => String, {
    description: 'Token for the `Authorization: Bearer` header of further requests, a signed JWT.',
  })
  accessToken: string;

  @Field(() => DateTime, {
    description: 'When `accessToken` expires. Call `refreshSession` before that.',
  })
  accessTokenExpiresAt: Date;

  @Field(() => String, {
    description: 'Token for `refreshSession`, which works once. Store it safely.',
  })
  refreshToken: string;

  @Field(() => DateTime, {
    description: 'When `refreshToken` expires. After that the account has to sign in again.',
  })
  refreshTokenExpiresAt: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'Says in the header `X-Device-Token` that this device signed in before; no credential. Keep it after a sign-out. Null after `refreshSession`.',
  })
  deviceToken: string | null;

  @Field(() => User, {
    description: 'The account that is signed in. Read its `orders` with the new `accessToken`.',
  })
  user: Account;
}

@ErrorType('Another account has this e-mail address.')
export class EmailTakenError implements UserError {
  readonly code = 'EMAIL_TAKEN';

  constructor(readonly message = 'There is an account with this e-mail address already.') {}
}

@ErrorType(
  'The e-mail address, password or code is wrong, or the account is locked. The answer does not say which.',
)
export class InvalidCredentialsError implements UserError {
  readonly code = 'INVALID_CREDENTIALS';

  constructor(readonly message = 'The e-mail address or password is wrong.') {}
}

@ErrorType('The refresh token is expired, revoked or was used twice. Sign in again.')
export class SessionEndedError implements UserError {
  readonly code = 'SESSION_ENDED';
  readonly message = 'This session has ended. Sign in again.';
}
