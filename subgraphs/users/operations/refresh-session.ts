import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { UsersContext } from '../context';
import { RefreshSessionResult } from '../schema/refresh-session.result';
import { SessionEndedError } from '../schema/session';

@Resolver()
export class RefreshSessionOperation {
  @Mutation(() => RefreshSessionResult, {
    nullable: true,
    description:
      'Exchanges a refresh token for new tokens. Repeated within 10 s, it answers the same successor while that is unused; later it ends the session.',
  })
  async refreshSession(
    @Arg('refreshToken', () => String, { description: 'The newest refresh token of the session.' })
    refreshToken: string,
    @Ctx() { sessions, metrics }: UsersContext,
  ): Promise<RefreshSessionResult> {
    const renewal = await sessions.renew(refreshToken);
    metrics.refresh(renewal.kind);
    return renewal.session ?? new SessionEndedError();
  }
}
