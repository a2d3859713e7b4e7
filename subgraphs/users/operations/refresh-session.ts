import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { UsersContext } from '../context';
import { Session, SessionEndedError } from '../schema/session';

const RefreshSessionResult = outcomeUnion(
  'RefreshSessionResult',
  'A session with new tokens, or an error if the session has ended.',
  Session,
  [SessionEndedError],
);

@Resolver()
export class RefreshSessionOperation {
  @Mutation(() => RefreshSessionResult, {
    nullable: true,
    description:
      'Exchanges a refresh token, which works once, for new tokens. Using it again ends the session, unless within 10 s and its successor is unused.',
  })
  async refreshSession(
    @Arg('refreshToken', () => String, { description: 'The newest refresh token of the session.' })
    refreshToken: string,
    @Ctx() { sessions, metrics }: UsersContext,
  ): Promise<Session | SessionEndedError> {
    const renewal = await sessions.renew(refreshToken);
    metrics.refresh(renewal.kind);
    return renewal.session ?? new SessionEndedError();
  }
}
