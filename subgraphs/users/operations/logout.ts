import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf, userIdOf } from '../../../platform/requests/viewer';
import type { UsersContext } from '../context';
import { auditStaff } from '../workflows/audit-entries';

@Resolver()
export class LogoutOperation {
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Ends the session of a refresh token. Returns true even if the token is unknown or its session has ended (RFC 7009).',
  })
  async logout(
    @Arg('refreshToken', () => String, { description: 'The newest refresh token of the session.' })
    refreshToken: string,
    @Ctx() context: UsersContext,
  ): Promise<boolean> {
    const { sessions, viewer } = context;
    // The gateway ignores access tokens here: the refresh token says whose session it is.
    const actor = viewer.kind === 'anonymous' ? null : actorOf(viewer);
    const isAudited = await sessions.end(refreshToken, actor);
    if (!isAudited) await auditStaff(context, 'session.logout', `User:${userIdOf(viewer)}`);
    return true;
  }
}
