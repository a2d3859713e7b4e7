import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { userIdOf } from '../../../platform/auth/viewer';
import type { UsersContext } from '../context';
import { auditStaff } from '../workflows/audit-staff';

@Resolver()
export class LogoutOperation {
  @Mutation(() => Boolean, {
    nullable: true,
    description:
      'Ends the session that a refresh token belongs to. True also when it had ended before, as ' +
      'for an unknown token (RFC 7009, section 2.2).',
  })
  async logout(
    @Arg('refreshToken', () => String) refreshToken: string,
    @Ctx() context: UsersContext,
  ): Promise<boolean> {
    await context.sessions.end(refreshToken);
    await auditStaff(context, 'session.logout', `User:${userIdOf(context.viewer)}`);
    return true;
  }
}
