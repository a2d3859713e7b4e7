import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { UsersContext } from '../context';
import { Session, SessionEndedError } from '../schema/session';

const RefreshSessionResult = outcomeUnion(
  'RefreshSessionResult',
  'A new pair of tokens, or the end of the session.',
  Session,
  [SessionEndedError],
);

@Resolver()
export class RefreshSessionOperation {
  @Mutation(() => RefreshSessionResult, {
    nullable: true,
    description:
      'Exchanges a refresh token for a new pair. It works once; used again, all that came of the ' +
      'sign-in ends, except within 10 s while its successor has not been used (a lost answer).',
  })
  async refreshSession(
    @Arg('refreshToken', () => String) refreshToken: string,
    @Ctx() { sessions, metrics }: UsersContext,
  ): Promise<Session | SessionEndedError> {
    const renewal = await sessions.renew(refreshToken);
    metrics.refresh(renewal.kind);
    return renewal.session ?? new SessionEndedError();
  }
}
