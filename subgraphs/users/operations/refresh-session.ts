import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { type RefreshSessionOutcome, RefreshSessionResult } from '../schema/refresh-session.result';
import { SessionEndedError } from '../schema/session';

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
  ): Promise<RefreshSessionOutcome> {
    const renewal = await sessions.renew(refreshToken);
    metrics.refresh(renewal.kind);
    return renewal.session ?? new SessionEndedError();
  }
}
