import { ErrorType, type UserError } from '../../../platform/graphql/errors';

@ErrorType(
  'The mailed token is unknown, used, replaced, expired, or older than a change of the credentials. Request another mail.',
)
export class TokenExpiredError implements UserError {
  readonly code = 'TOKEN_EXPIRED';

  constructor(readonly message = 'This link is no longer valid. Request a new one.') {}
}
