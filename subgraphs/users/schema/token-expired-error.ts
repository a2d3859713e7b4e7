import { ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'The mailed token is unknown, used, replaced, expired, or older than a change of the credentials. Request another mail.',
})
export class TokenExpiredError implements UserError {
  readonly code = 'TOKEN_EXPIRED';

  constructor(readonly message = 'This link is no longer valid. Request a new one.') {}
}
