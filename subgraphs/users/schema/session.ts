import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';
import { DateTime } from '../../../platform/graphql/scalars';
import type { Account } from '../store/accounts';
import { User } from './user';

@ObjectType({ simpleResolvers: true, description: 'A pair of tokens, and who signed in.' })
export class Session {
  @Field(() => String, { description: 'Goes into `Authorization: Bearer …`.' })
  accessToken: string;

  @Field(() => DateTime)
  accessTokenExpiresAt: Date;

  @Field(() => String, { description: 'Works once, in refreshSession. Keep it safe.' })
  refreshToken: string;

  @Field(() => DateTime)
  refreshTokenExpiresAt: Date;

  @Field(() => User)
  user: Account;
}

@ObjectType({ implements: UserError, simpleResolvers: true })
export class EmailTakenError implements UserError {
  readonly code = 'EMAIL_TAKEN';
  readonly message = 'There is an account with this e-mail address already.';
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'E-mail address or password are wrong; never which.',
})
export class InvalidCredentialsError implements UserError {
  readonly code = 'INVALID_CREDENTIALS';
  readonly message = 'E-mail address or password are wrong.';
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'Expired, revoked, or used twice: sign in again.',
})
export class SessionEndedError implements UserError {
  readonly code = 'SESSION_ENDED';
  readonly message = 'This session has ended. Sign in again.';
}
